internal import HCSContainer

/// A failure whose exit status the error's code alone does not tell.
struct CommandFailure: Error {
    let error: ContainerError
    let status: ExitStatus
}

extension CommandFailure {
    /// The bytes of an input file; a missing one has a status of its own.
    static func reading(_ path: String, for operation: String) throws -> [UInt8] {
        do {
            return try HostFiles.read(path, operation: operation)
        } catch {
            guard [.systemFailed, .permissionDenied].contains(error.code) else { throw error }
            throw CommandFailure(error: error, status: .missingInput)
        }
    }

    /// The text of an input file, as it is.
    static func readingText(_ path: String, for operation: String) throws -> String {
        guard let text = String(validating: try reading(path, for: operation), as: UTF8.self) else {
            throw ContainerError(.invalidDocument, operation: operation, reason: "\(path): not UTF-8")
        }
        return text
    }

    /// Writes a file that must be new.
    static func writing(_ path: String, _ text: String, for operation: String) throws {
        do {
            try HostFiles.writeNew(path, text, operation: operation)
        } catch {
            throw CommandFailure(error: error, status: .cannotCreate)
        }
    }
}
