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
}
