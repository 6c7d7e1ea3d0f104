internal import HCSJSON
public import HCSSchema

/// A change to a document, as it is typed on a command line.
public enum DocumentChange: Hashable, Sendable {
    /// Additional JSON, merged as hcsshim merges HCSSHIM_CREATECONTAINER_ADDITIONALJSON; `source` names it in errors.
    ///
    /// Objects are merged, everything else is replaced; null keeps an object and clears anything else. As there,
    /// whole numbers beyond 2^53 lose precision.
    case patch([UInt8], source: String)

    /// A string, a number, or `true` or `false`, as the field at `path` wants it.
    case text(String, path: String)

    /// Any JSON in place of the value at `path`.
    case json(String, path: String)
}

extension Documents {
    /// A document after changes, made one after the other.
    ///
    /// A path is `HvRuntime.ImagePath`, `Layers[0].Path`, `Environment.PATH`, or a JSON pointer; `-` stands for the end of a list.
    /// Only types and keys are checked; what the values must be is for `validate()`.
    /// - Throws: `invalidDocument` for a patch, `invalidArgument` for a path or value; the text of a value is shown only
    ///   where it should have been a number, or `true` or `false`.
    public static func applying<Document: Codable>(
        _ changes: [DocumentChange], to document: Document, schema: DocumentSchema, operation: String
    ) throws(ContainerError) -> Document {
        var document = document
        for change in changes {
            let text = try encode(document, operation: operation)
            switch change {
            case .patch(let bytes, let source):
                // By itself first: its faults have a line and a column.
                _ = try decode(Document.self, from: bytes, source: source, operation: operation)
                do {
                    let merged = try mergeAdditionalJSON(document: text, additional: bytes)
                    document = try DocumentDecoder().decode(Document.self, from: merged)
                } catch {
                    throw ContainerError(
                        .invalidDocument, operation: operation, reason: "\(source): merged: \(error.placed)",
                        hint: "additional JSON is an object with fields of \(schema.name)")
                }
            case .text(let value, let path):
                let place = try place(path, in: schema, option: "--set", operation)
                let literal = try literal(value, place, path: path, operation)
                document = try replacing(place, in: text, with: literal, "--set \(path)", operation)
            case .json(let value, let path):
                let place = try place(path, in: schema, option: "--set-json", operation)
                let option = "--set-json \(path)"
                do {
                    _ = try DocumentDecoder().decode(RawJSON.self, from: Array(value.utf8))
                } catch {
                    throw failure("\(option): character \(error.column): \(error.message)", operation)
                }
                document = try replacing(place, in: text, with: Array(value.utf8), option, operation)
            }
        }
        return document
    }

    private static func place(
        _ path: String, in schema: DocumentSchema, option: String, _ operation: String
    ) throws(ContainerError) -> DocumentPath {
        do {
            return try DocumentPath(path, in: schema)
        } catch {
            throw failure("\(option) \(path): \(error.reason)", operation, hint: error.hint)
        }
    }

    private static func replacing<Document: Decodable>(
        _ place: DocumentPath, in text: [UInt8], with value: [UInt8], _ option: String, _ operation: String
    ) throws(ContainerError) -> Document {
        do {
            let changed = try replaceValue(in: text, at: place.steps, with: value)
            return try DocumentDecoder().decode(Document.self, from: changed)
        } catch {
            throw failure("\(option): \(error.placed)", operation)
        }
    }

    /// The JSON of what was typed.
    private static func literal(
        _ text: String, _ place: DocumentPath, path: String, _ operation: String
    ) throws(ContainerError) -> [UInt8] {
        switch place.value {
        case .text: return try encode(text, operation: operation)
        case .flag:
            guard ["true", "false"].contains(text) else {
                throw failure("--set \(path): \"\(text)\" is neither true nor false", operation)
            }
            return Array(text.utf8)
        case .integer(let integer):
            guard let number = integer.kind.number(text) else {
                throw failure(
                    "--set \(path): \"\(text)\" is no whole number from \(integer.kind.limits)", operation)
            }
            return Array(number.utf8)
        case .document, .list, .tuple, .map, .any:
            throw failure(
                "--set \(path): it takes JSON, not a text", operation, hint: "--set-json '\(path)=…'")
        }
    }

    private static func failure(_ reason: String, _ operation: String, hint: String? = nil) -> ContainerError
    {
        ContainerError(.invalidArgument, operation: operation, reason: reason, hint: hint)
    }
}

extension JSONError {
    /// Pointer and message: the text it was found in is nobody's file.
    fileprivate var placed: String {
        pointer.isEmpty ? message : "\(pointer): \(message)"
    }
}

extension DocumentSchema.Integer.Kind {
    /// The number as JSON writes it; nil if the type cannot hold it.
    fileprivate func number(_ text: String) -> String? {
        guard text.utf8.first != UInt8(ascii: "+") else { return nil }
        return switch self {
        case .uint32: UInt32(text).map(String.init)
        case .uint64: UInt64(text).map(String.init)
        case .int64: Int64(text).map(String.init)
        }
    }

    fileprivate var limits: String {
        switch self {
        case .uint32: "0 to \(UInt32.max)"
        case .uint64: "0 to \(UInt64.max)"
        case .int64: "\(Int64.min) to \(Int64.max)"
        }
    }
}
