internal import ArgumentParser
internal import HCSContainer

/// When output is coloured.
enum ColorMode: String, ExpressibleByArgument, CaseIterable {
    /// On a terminal, unless NO_COLOR is set or TERM says that it cannot.
    case auto
    case always
    case never

    var isOn: Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: ProcessSession.isTerminal(1) && Self.terminalWants
        }
    }

    /// https://no-color.org: any value but the empty one.
    private static var terminalWants: Bool {
        (CallerProcess.environmentValue("NO_COLOR") ?? "").isEmpty
            && CallerProcess.environmentValue("TERM") != "dumb"
    }
}

/// The few colours with a meaning.
enum TextColor: Int {
    case red = 31
    case green = 32
    case yellow = 33
    case gray = 90

    /// The colour of a container's state.
    static func ofState(_ state: String) -> TextColor? {
        switch state {
        case "Running": .green
        case "Paused": .yellow
        case "Stopped": .gray
        case "Unknown": .red
        default: nil
        }
    }

    func around(_ text: String) -> String {
        text.isEmpty ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }
}
