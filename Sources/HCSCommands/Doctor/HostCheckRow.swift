internal import HCSContainer

/// A check of the host as `doctor` prints it; every key always.
struct HostCheckRow: TableRow {
    let check: HostCheck

    var name: String { check.name }

    static func columns(isWide: Bool) -> [TableColumn] { [.text("CHECK"), .text("STATUS"), .text("FOUND")] }
    func cells(isWide: Bool) -> [String] { [check.name, check.status.rawValue, check.found] }

    /// A line, and two more where something is to be done: a command is never shortened to a column.
    var text: String {
        var lines = ["\(Self.padded(check.status.rawValue, 9))\(Self.padded(check.name, 21))\(check.found)"]
        if check.status != .ok {
            lines.append("         would enable: \(check.enables)")
            if let fix = check.fix { lines.append("         fix: \(fix)") }
        }
        return lines.map { EscapedText.of($0) + "\n" }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.utf8.count, 1))
    }

    /// One workflow command; nil for what is there.
    func annotation(isStrict: Bool) -> String? {
        guard check.status != .ok else { return nil }
        let fix = check.fix.map { "; fix: \($0)" } ?? ""
        return GitHubAnnotation(
            isError: check.fails(isStrict: isStrict), title: "hcsctl doctor: \(check.name)",
            message: "\(check.found); would enable: \(check.enables)\(fix)"
        ).line
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(check.name, forKey: .name)
        try keys.encode(check.status.rawValue, forKey: .status)
        try keys.encode(check.isRequired, forKey: .isRequired)
        try keys.encode(check.found, forKey: .found)
        try keys.encode(check.enables, forKey: .enables)
        try keys.encode(check.fix, forKey: .fix)
    }

    private enum Key: String, CodingKey {
        case name = "Name"
        case status = "Status"
        case isRequired = "Required"
        case found = "Found"
        case enables = "Enables"
        case fix = "Fix"
    }
}
