internal import HCSJSON
internal import HCSSystem

/// A runtime's log: one JSON object a line, in runc's and crun's form alike.
enum RuntimeLog {
    private struct Line: Decodable {
        let level: String?
        let msg: String?
    }

    /// The last error's words, empty when there is none. The container's creator chose parts of them: they are made safe to
    /// print and cut.
    static func lastError(in path: String) -> String {
        guard let bytes = try? Files.read(path, maximum: 1 << 20) else { return "" }
        let decoder = DocumentDecoder(mode: .lenient)
        for line in bytes.split(separator: UInt8(ascii: "\n")).suffix(100).reversed() {
            guard let entry = try? decoder.decode(Line.self, from: Array(line)),
                let message = entry.msg, !message.isEmpty
            else { continue }
            if let level = entry.level, !["error", "fatal", "panic"].contains(level) { continue }
            return printable(message)
        }
        return ""
    }

    /// Controls, separators and direction marks as `\u{…}`, at most 1000 characters.
    static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(1000) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
