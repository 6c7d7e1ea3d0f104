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
        }
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
