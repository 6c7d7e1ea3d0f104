package import HCSSchema

/// A field of a document and one sentence about it.
package struct FieldNote: Hashable, Sendable {
    /// JSON pointer into the document: `/MappedDirectories/0/HostPath`.
    package let pointer: String
    package let sentence: String

    package init(pointer: String, sentence: String) {
        self.pointer = pointer
        self.sentence = sentence
    }
}

/// Why a document cannot become a container here.
package struct TranslationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one: fields that are wrong, or not supported.
    package let notes: [FieldNote]

    package init(notes: [FieldNote]) {
        self.notes = notes
    }

    init(_ pointer: String, _ sentence: String) {
        self.init(notes: [FieldNote(pointer: pointer, sentence: sentence)])
    }

    /// The first field's, which is what a message shows.
    package var pointer: String { notes.first?.pointer ?? "" }
    package var sentence: String { notes.first?.sentence ?? "" }

    package var description: String {
        notes.map { "\($0.pointer): \($0.sentence)" }.joined(separator: "\n")
    }
}

/// What the translation needs besides the document.
package struct BundleRequest: Hashable, Sendable {
    package var id: String
    /// The mounted root file system.
    package var rootPath: String
    /// Absolute, below the root of every hierarchy: `/hcsctl/ID`.
    package var cgroupsPath: String
    package var seccomp: RawJSON?
    /// Host files to show inside, read-only: `/etc/hosts`, `/etc/resolv.conf`, the credentials.
    package var files: [HostFile] = []
    /// Another container's network namespace; nil makes a new one.
    package var networkNamespace: String?
    /// The init process; the agent at its descriptor unless a test says otherwise.
    package var arguments: [String]
    package var storage = StorageParts()

    package init(
        id: String, rootPath: String, cgroupsPath: String, seccomp: RawJSON?,
        arguments: [String] = ["/proc/self/fd/3"]
    ) {
        self.id = id
        self.rootPath = rootPath
        self.cgroupsPath = cgroupsPath
        self.seccomp = seccomp
        self.arguments = arguments
    }
}

/// A file of the host at a path of the container.
package struct HostFile: Hashable, Sendable {
    package let hostPath: String
    package let containerPath: String

    package init(_ hostPath: String, at containerPath: String) {
        self.hostPath = hostPath
        self.containerPath = containerPath
    }
}

extension OCI {
    /// Translates a document into a bundle's `config.json`.
    ///
    /// `Name` and `Owner` are labels and stay outside; `Layers`, `LayerFolderPath`, `VolumePath`, `StorageSandboxSize`,
    /// `IgnoreFlushesDuringBoot` and the images of disks are HCSStorage's, which gives its results in `request.storage`.
    ///
    /// - Returns: the spec, and warnings on what was changed to fit the host.
    /// - Throws: every unsupported field at once, else the first that is wrong.
    package static func bundleSpec(
        of config: ContainerConfig, _ request: BundleRequest, on host: HostFacts
    ) throws(TranslationError) -> (spec: Spec, warnings: [FieldNote]) {
        let refused = unsupportedFields(of: config)
        guard refused.isEmpty else { throw TranslationError(notes: refused) }
        let limits = try Limits(config, host)
        _ = try diskTargets(of: config)
        var resources = limits.resources
        resources.blockIO = BlockIO(request.storage.throttles)
        resources.devices += request.storage.devices.map {
            DeviceRule(allow: true, type: $0.type, major: $0.major, minor: $0.minor, access: "rw")
        }
        let capabilities = capabilities(on: host)
        let spec = Spec(
            process: Process(
                args: request.arguments, env: [Defaults.path],
                capabilities: Capabilities(
                    bounding: capabilities, effective: capabilities, permitted: capabilities)),
            root: Root(path: request.rootPath),
            hostname: try hostName(of: config, id: request.id),
            mounts: try mounts(of: config, request),
            linux: Linux(
                namespaces: namespaces(request), cgroupsPath: request.cgroupsPath,
                resources: resources,
                devices: request.storage.devices.isEmpty ? nil : request.storage.devices,
                seccomp: request.seccomp, sysctl: Defaults.sysctl,
                maskedPaths: Defaults.maskedPaths, readonlyPaths: Defaults.readonlyPaths))
        return (spec, limits.warnings)
    }

    private static func namespaces(_ request: BundleRequest) -> [Namespace] {
        Defaults.namespaces.map {
            $0.type == .network ? Namespace(type: .network, path: request.networkNamespace) : $0
        }
    }

    /// The host name a container gets.
    package static func hostName(of config: ContainerConfig, for id: String) -> String {
        (try? hostName(of: config, id: id)) ?? id  // one that is wrong fails the translation
    }

    /// The capabilities of containers on a host: the default ones that we have ourselves.
    package static func capabilities(on host: HostFacts) -> [String] {
        defaultCapabilities.filter(host.boundingCapabilities.contains)
    }

    /// What a container may do on a host that withholds nothing.
    package static var defaultCapabilities: [String] { Defaults.capabilities }

    /// The document's host name, else one made of the id.
    private static func hostName(of config: ContainerConfig, id: String) throws(TranslationError) -> String {
        guard config.hostName.isEmpty else {
            guard isHostName(config.hostName) else {
                throw TranslationError(
                    "/HostName",
                    "a host name is at most 64 bytes of letters, digits, hyphens and dots (RFC 1123)")
            }
            return config.hostName
        }
        let cut = id.utf8.prefix(63).map { isLetterOrDigit($0) ? $0 : UInt8(ascii: "-") }
        let trimmed = cut.drop { !isLetterOrDigit($0) }.reversed().drop { !isLetterOrDigit($0) }.reversed()
        return trimmed.isEmpty ? "container" : String(decoding: Array(trimmed), as: UTF8.self)
    }

    private static func isHostName(_ name: String) -> Bool {
        guard name.utf8.count <= 64 else { return false }
        return name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            guard let first = $0.first, let last = $0.last, $0.count <= 63 else { return false }
            return isLetterOrDigit(first) && isLetterOrDigit(last)
                && $0.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
