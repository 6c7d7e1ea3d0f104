/// A line on standard output that GitHub Actions shows as an annotation (workflow command).
struct GitHubAnnotation: Hashable {
    let isError: Bool
    let title: String
    let message: String

    /// `::error title=…::…`, escaped as the documentation of workflow commands has it, with its newline.
    var line: String {
        "::\(isError ? "error" : "warning") title=\(Self.property(title))::\(Self.data(message))\n"
    }

    private static func data(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case "\r\n": result += "%0D%0A"
            default: result.append(character)
            }
        }
    }

    private static func property(_ text: String) -> String {
        data(text).reduce(into: "") { result, character in
            switch character {
            case ":": result += "%3A"
            case ",": result += "%2C"
            default: result.append(character)
            }
        }
    }
}
