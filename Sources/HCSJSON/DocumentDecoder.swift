/// Decodes JSON documents; strings and numbers are read by json-c.
///
/// In both modes null is the zero value of whatever is asked for, as in Go.
package struct DocumentDecoder: Sendable {
    package enum Mode: Sendable {
        /// As Go's encoding/json: unknown keys are ignored, keys match in any case, and the last of several equal keys
        /// wins, decoded into what the earlier ones left.
        case lenient

        /// Unknown keys, duplicate keys, surplus array elements and bad UTF-8 are errors; a key in another case than
        /// its own is a warning. Nothing is checked inside a value kept as text.
        case strict
    }

    private let mode: Mode
    private let maximumDepth: Int

    /// The depth is 10000 when lenient, which is Go's, and else 128.
    package init(mode: Mode = .strict) {
        self.mode = mode
        maximumDepth = mode == .lenient ? 10000 : 128
    }

    package func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) throws(JSONError) -> Value {
        var warnings: [JSONError] = []
        return try decode(type, from: bytes, warnings: &warnings)
    }

    package func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], warnings: inout [JSONError]
    ) throws(JSONError) -> Value {
        var scanner = Scanner(bytes, maximumDepth: maximumDepth, rejectsBadEncoding: mode == .strict)
        let source = Source(tape: try scanner.scan(), isStrict: mode == .strict)
        do {
            let value = try source.decode(type, Candidates(0))
            warnings += source.warnings
            return value
        } catch let error as JSONError {
            throw error
        } catch {
            throw source.tape.error(.value, "\(error)", at: 0)
        }
    }
}

/// The values a key has in a document, in its order: mostly one.
struct Candidates {
    let last: Int
    let earlier: [Int]

    init(_ node: Int, earlier: [Int] = []) {
        last = node
        self.earlier = earlier
    }

    var all: [Int] {
        earlier + [last]
    }

    /// Those after the last null, which in Go clears a pointer, a slice or a map; nil if it is the last of all.
    func sinceNull(in tape: Tape) -> Candidates? {
        if tape.kind(last) == .null { return nil }
        guard let null = earlier.lastIndex(where: { tape.kind($0) == .null }) else { return self }
        return Candidates(last, earlier: Array(earlier[(null + 1)...]))
    }
}

/// A document while it is decoded.
final class Source {
    let tape: Tape
    let isStrict: Bool
    let scalars = Scalars()
    var warnings: [JSONError] = []

    init(tape: Tape, isStrict: Bool) {
        self.tape = tape
        self.isStrict = isStrict
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ candidates: Candidates) throws -> Value {
        // The standard library's own way looks up conformances and casts every key.
        if type == [String: String].self, let map = try textMap(candidates) as? Value { return map }
        let decoder = ValueDecoder(self, candidates)
        do {
            let value = try Value(from: decoder)
            if isStrict { try decoder.rejectLeftovers() }
            return value
        } catch let error as DecodingError {
            throw describe(error, at: candidates.last)
        }
    }

    /// Checks all candidates of a scalar and reads the last that is not null, which in Go changes nothing.
    func scalar<Value>(
        _ candidates: Candidates, _ zero: Value, _ read: (Int) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        var value = zero
        for node in candidates.earlier where tape.kind(node) != .null { value = try read(node) }
        return tape.kind(candidates.last) == .null ? value : try read(candidates.last)
    }

    func string(_ candidates: Candidates) throws(JSONError) -> String {
        try scalar(candidates, "") { node throws(JSONError) in
            try require(.string, node)
            return scalars.string(node, in: tape)
        }
    }

    func boolean(_ candidates: Candidates) throws(JSONError) -> Bool {
        try scalar(candidates, false) { node throws(JSONError) in
            try require(.boolean, node)
            return tape.bytes[tape.range(node).lowerBound] == UInt8(ascii: "t")
        }
    }

    func integer<Number: FixedWidthInteger>(_ candidates: Candidates) throws(JSONError) -> Number {
        try scalar(candidates, 0) { node throws(JSONError) in
            try require(.number, node)
            guard let number: Number = scalars.integer(node, in: tape) else {
                let sign = Number.isSigned ? "signed" : "unsigned"
                throw tape.error(
                    .number, "\(literal(node)) is no \(sign) integer of \(Number.bitWidth) bits", at: node)
            }
            return number
        }
    }

    func double(_ candidates: Candidates) throws(JSONError) -> Double {
        try scalar(candidates, 0) { node throws(JSONError) in
            try require(.number, node)
            guard let number = scalars.double(node, in: tape) else {
                throw tape.error(.number, "\(literal(node)) is too large", at: node)
            }
            return number
        }
    }

    private func textMap(_ candidates: Candidates) throws(JSONError) -> [String: String] {
        var map: [String: String] = [:]
        for node in candidates.all where tape.kind(node) != .null {
            try require(.object, node)
            for key in tape.elements(of: node) {
                let name = scalars.string(key, in: tape)
                if map.updateValue(try string(Candidates(key + 1)), forKey: name) != nil, isStrict {
                    throw tape.error(.duplicateKey, "the key \"\(name)\" is there twice", at: key)
                }
            }
        }
        return map
    }

    func require(_ kind: Tape.Node.Kind, _ node: Int) throws(JSONError) {
        guard tape.kind(node) == kind else {
            throw tape.error(
                .type, "expected \(Self.name(of: kind)), found \(Self.name(of: tape.kind(node)))", at: node)
        }
    }

    /// A number as it is written, cut so that a message stays one line.
    private func literal(_ node: Int) -> String {
        let range = tape.range(node)
        let text = String(decoding: tape.bytes[range].prefix(40), as: UTF8.self)
        return range.count > 40 ? text + "…" : text
    }

    /// The key or value that a path of names leads to from `node`.
    private func descend(_ path: [any CodingKey], from node: Int) -> Int {
        var node = node
        for (index, name) in path.enumerated() where tape.kind(node) == .object {
            let keys = tape.elements(of: node)
            guard let key = keys.last(where: { scalars.string($0, in: tape) == name.stringValue }) else {
                break
            }
            node = index == path.count - 1 ? key : key + 1
        }
        return node
    }

    private func describe(_ error: DecodingError, at node: Int) -> JSONError {
        switch error {
        case .typeMismatch(let type, let context):
            let node = descend(context.codingPath, from: node)
            // What a document's own code asks for: the keys of a map with integer keys.
            return tape.error(type == Int.self ? .number : .type, context.debugDescription, at: node)
        case .keyNotFound(let key, _):
            return tape.error(.missingKey, "the key \"\(key.stringValue)\" is missing", at: node)
        case .valueNotFound(_, let context), .dataCorrupted(let context):
            return tape.error(.value, context.debugDescription, at: node)
        @unknown default:
            return tape.error(.value, "\(error)", at: node)
        }
    }

    private static func name(of kind: Tape.Node.Kind) -> String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        }
    }
}
