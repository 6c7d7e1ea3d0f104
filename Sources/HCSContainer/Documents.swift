internal import HCSJSON
internal import HCSSchema

/// Reading and writing the documents, with Go's text rules (`encoding/json`), through json-c.
public enum Documents {
    /// Decodes one document.
    ///
    /// - Parameters:
    ///   - source: where it came from, for the error: a path or `-`.
    ///   - lenient: read as Go does: unknown keys ignored, the last of two equal keys wins. Otherwise both are errors.
    /// - Throws: `invalidDocument` with line, column and JSON pointer.
    public static func decode<Document: Decodable>(
        _ type: Document.Type, from bytes: [UInt8], source: String, lenient: Bool = false, operation: String
    ) throws(ContainerError) -> Document {
        do {
            return try DocumentDecoder(mode: lenient ? .lenient : .strict).decode(type, from: bytes)
        } catch {
            let pointer = error.pointer.isEmpty ? "" : "\(error.pointer): "
            throw ContainerError(
                .invalidDocument, operation: operation,
                reason: "\(source):\(error.line):\(error.column): \(pointer)\(error.message)",
                cause: .document([DocumentFinding(error.pointer, error.message)]))
        }
    }

    /// Encodes one document; `pretty` indents by two.
    public static func encode(
        _ document: some Encodable, pretty: Bool = false, operation: String
    ) throws(ContainerError) -> [UInt8] {
        do {
            return try DocumentEncoder(pretty: pretty).encode(document)
        } catch {
            throw ContainerError(
                .unexpectedValue, operation: operation, reason: "cannot encode: \(error.message)")
        }
    }

    /// A document decoded and encoded again, as it would be sent.
    ///
    /// - Parameter kind: hcsshim's name of the document.
    /// - Throws: as `decode`.
    public static func normalized(
        _ bytes: [UInt8], kind: String, source: String, lenient: Bool = false, operation: String
    ) throws(ContainerError) -> [UInt8] {
        func pass<Document: Codable>(_ type: Document.Type) throws(ContainerError) -> [UInt8] {
            try encode(
                decode(type, from: bytes, source: source, lenient: lenient, operation: operation),
                operation: operation)
        }
        return switch kind {
        case "ProcessConfig": try pass(ProcessConfig.self)
        case "ResourceModificationRequestResponse": try pass(ResourceModificationRequestResponse.self)
        case "ComputeSystemQuery": try pass(ComputeSystemQuery.self)
        default: try pass(ContainerConfig.self)
        }
    }
}
