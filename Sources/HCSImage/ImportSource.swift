/// What is to be imported, from the way it is named. Pure.
enum ImportSource: Hashable, Sendable {
    case standardInput
    /// A path of which nothing is known yet.
    case path(String)
    case tar(String)
    case folder(String)
    /// An image by skopeo's own name.
    case image(String)

    /// skopeo's transports, of which all are possible that do not need a daemon's or a store's own programs.
    private static let transports = [
        "docker", "docker-archive", "docker-daemon", "oci", "oci-archive", "dir", "containers-storage",
    ]

    init(_ text: String) throws(ImageProblem) {
        guard !text.isEmpty else { throw ImageProblem("nothing is named") }
        if text == "-" {
            self = .standardInput
            return
        }
        guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else {
            self = .path(text)
            return
        }
        let transport = String(text[..<colon])
        let rest = String(text[text.index(after: colon)...])
        switch transport {
        case "tar": self = .tar(rest)
        case "folder": self = .folder(rest)
        case _ where Self.transports.contains(transport): self = .image(text)
        default:
            throw ImageProblem(
                "'\(transport):' is no transport (there are: tar, folder, \(Self.transports.joined(separator: ", ")); a path with a colon begins with ./)"
            )
        }
        if rest.isEmpty { throw ImageProblem("'\(text)' names nothing") }
    }

    /// Whether the first entry of an archive is what image archives begin with.
    static func looksLikeImage(firstName: String) -> Bool {
        let part = String(firstName.split(separator: "/").first { $0 != "." } ?? "")
        if ["blobs", "oci-layout", "index.json", "manifest.json", "repositories"].contains(part) {
            return true
        }
        let stem = part.split(separator: ".").first ?? ""
        return stem.utf8.count == 64
            && stem.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
    }

    /// The transport of an image's archive, by the names in it; docker's own may also be an OCI layout.
    static func transport(ofArchiveWith names: Set<String>) -> String? {
        if names.contains("manifest.json") { return "docker-archive" }
        if names.contains("oci-layout") { return "oci-archive" }
        return nil
    }
}
