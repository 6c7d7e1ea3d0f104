internal import HCSSystem

/// `hcsctl` on its way to become a confined program: what it is when executed under the name `hcsctl-confine`.
package enum ConfinedMain {
    package static let name = "hcsctl-confine"

    /// The arguments of a program, confined: argument 0, the confinement in four words, then the program's own.
    static func arguments(_ confinement: Confinement, _ program: String, _ arguments: [String]) -> [String] {
        [
            name, confinement.root ?? "", confinement.writable ?? "", confinement.readable ?? "",
            String(confinement.fileSize), program,
        ] + arguments
    }

    /// Becomes the program its arguments name, or says on standard error why not.
    package static func run(_ arguments: [String]) -> Never {
        guard arguments.count > 5, let size = UInt64(arguments[4]) else { ProcessSetup.exit(125) }
        func word(_ index: Int) -> String? { arguments[index].isEmpty ? nil : arguments[index] }
        let confinement = Confinement(
            root: word(1), writable: word(2), readable: word(3), fileSize: size)
        let program = arguments[5]
        let variables =
            ["PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "REGISTRY_AUTH_FILE"]
            + ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"]
            + ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        // A program that only unpacks needs nothing but a language in which names are bytes of UTF-8.
        let environment =
            confinement.root != nil
            ? ["LC_ALL=C.UTF-8"]
            : variables.compactMap { name in ProcessSetup.environment(name).map { "\(name)=\($0)" } }
        let error = confinement.execute(
            program, [program] + arguments.dropFirst(6), environment: environment)
        if let output = try? Descriptor.duplicating(2) {  // closed = nobody to tell
            try? Files.write(Array("cannot be confined: \(error)\n".utf8), to: output, named: "stderr")
        }
        ProcessSetup.exit(125)
    }
}
