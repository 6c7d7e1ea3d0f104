package import HCSSystem

/// Why storage could not be prepared or taken down.
package enum StorageError: Error, Hashable, Sendable {
    /// What is wrong with a path that must be a folder.
    package enum Problem: Hashable, Sendable {
        case notAbsolute, missing, regularFile, notAFolder, symbolicLink
        case notOurs(userID: UInt32)
        case system(SyscallError)
    }

    case noLayers
    case tooManyLayers(Int)
    /// `index` counts from the topmost layer, as in the document.
    case layer(index: Int, path: String, Problem)
    case scratch(path: String, Problem)
    /// `messages` are the kernel's own.
    case overlay(SyscallError, messages: [String])
    case mount(SyscallError)
    case unmount(SyscallError)
    /// Neither way of opening the agent worked.
    case agent(path: String, SyscallError)
    /// A program of the host that is not there; `package` is Debian's.
    case missingTool(name: String, package: String)
    case tool(name: String, status: ExitStatus, message: String)
    case toolNotRun(name: String, SyscallError)
    /// A device or image whose file system cannot be mounted, with the kernel's messages.
    case fileSystem(String, String, [String])
    /// An image or device that cannot carry a scratch, and what is on it.
    case scratchContent(String, String?)
    /// What is wrong with a virtual disk.
    case disk(String, String)
    case notOfFormat(String, String)
    case diskInUse(String, readOnly: Bool)
}

extension StorageError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAbsolute: "is not an absolute path"
        case .missing: "does not exist"
        case .regularFile: "is a regular file, not a folder"
        case .notAFolder: "is not a folder"
        case .symbolicLink: "is a symbolic link"
        case .notOurs(let user): "belongs to user \(user)"
        case .system(let error): "cannot be used: \(error)"
        }
    }
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLayers: "at least one layer is required"
        case .tooManyLayers(let count): "\(count) layers; overlay takes at most \(LayerChain.maximum)"
        case .layer(let index, let path, let problem): "layer \(index) (\(path)) \(problem)"
        case .scratch(let path, let problem): "the scratch folder \(path) \(problem)"
        case .overlay(let error, let messages):
            messages.isEmpty ? "\(error)" : "\(error) (\(messages.joined(separator: "; ")))"
        case .mount(let error), .unmount(let error): "\(error)"
        case .agent(let path, let error): "the agent \(path) cannot be opened: \(error)"
        case .missingTool(let name, _): "\(name) is needed and not found"
        case .tool(let name, let status, let message):
            "\(name) ended with \(status.code): \(Self.oneLine(message))"
        case .toolNotRun(let name, let error):
            error.kind == .timedOut ? "\(name) did not end in time" : "\(name) could not be run: \(error)"
        case .fileSystem(let path, let problem, let messages):
            "\(path): \(problem)" + (messages.isEmpty ? "" : " (\(messages.joined(separator: "; ")))")
        case .scratchContent(let path, let content):
            "the scratch \(path) holds \(content.map { "a \($0)" } ?? "no file system"), not an ext4, xfs or btrfs"
        case .disk(let path, let problem): "\(path): \(problem)"
        case .notOfFormat(let path, let format): "\(path): is no \(format) image, which its name says"
        case .diskInUse(let path, let readOnly):
            "\(path): is in use by another container"
                + (readOnly ? " that does not share it with readers" : ", and this one would write it")
        }
    }
}

extension StorageError {
    /// A program's last words, bounded.
    private static func oneLine(_ message: String) -> String {
        message.split(separator: "\n").map { $0.trimmingBlanks }.filter { !$0.isEmpty }.suffix(3)
            .joined(separator: "; ")
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " || $0 == "\t" || $0 == "\r" })
    }
}

extension StorageError.Problem {
    /// Nil when `path` is a folder; links are followed.
    static func ofFolder(_ path: String) -> Self? {
        guard path.utf8.first == UInt8(ascii: "/") else { return .notAbsolute }
        do {
            switch try Files.status(path).kind {
            case .directory: return nil
            case .regular: return .regularFile
            default: return .notAFolder
            }
        } catch {
            return Self(error)
        }
    }

    init(_ error: SyscallError) {
        self = error.kind == .missing ? .missing : .system(error)
    }
}
