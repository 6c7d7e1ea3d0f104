internal import HCSJSON
internal import HCSSchema

/// A place in a document: `HvRuntime.ImagePath`, `Layers[0].Path`, `Environment.PATH`, or a JSON pointer (RFC 6901) such as
/// `/Layers/0/Path`; `-` in place of an item's number is the end of the list.
struct DocumentPath {
    let steps: [ValueStep]
    /// What the documents' tables say of the value there.
    let value: DocumentSchema.Value

    /// What is wrong with a path, and what to do.
    struct Fault: Error {
        let reason: String
        var hint: String?
    }

    init(_ text: String, in schema: DocumentSchema) throws(Fault) {
        var reader = PathReader(text)
        var steps: [ValueStep] = []
        var value = DocumentSchema.Value.document(schema.name)
        repeat {
            (value, steps) = try Self.step(&reader, value, steps)
        } while !reader.isAtEnd
        (self.steps, self.value) = (steps, value)
    }

    private static func step(
        _ reader: inout PathReader, _ value: DocumentSchema.Value, _ steps: [ValueStep]
    ) throws(Fault) -> (DocumentSchema.Value, [ValueStep]) {
        switch value {
        case .document(let name):
            guard let schema = DocumentSchema.named(name) else { throw Fault(reason: "no document \(name)") }
            let key = try reader.next()
            guard let field = schema.fields.first(where: { $0.name == key }) else {
                throw unknown(key, in: schema)
            }
            return (field.value, steps + [.key(key)])
        case .list(let item, _):
            let text = try reader.next()
            return (item, steps + [text == "-" ? .end : .item(try number(text))])
        case .tuple(let item, let count):
            let position = try number(reader.next())
            guard position < count else { throw Fault(reason: "it has \(count) items, counted from 0") }
            return (item, steps + [.item(position)])
        case .map(_, let item):
            // Its keys are data: a dot is part of them, as long as they hold nothing deeper.
            let isFlat = if case .text = item { true } else { false }
            return (item, steps + [.key(try isFlat ? reader.remainder() : reader.next())])
        case .any:
            throw Fault(reason: "it is kept as a whole", hint: "set it as one JSON value")
        case .text, .flag, .integer:
            throw Fault(reason: "there is nothing inside it", hint: "leave out what follows")
        }
    }

    private static func number(_ text: String) throws(Fault) -> Int {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(text)
        else {
            throw Fault(
                reason: "\"\(text)\" is no item of a list",
                hint: "a number from 0, or - to add one at the end")
        }
        return number
    }

    private static func unknown(_ key: String, in schema: DocumentSchema) -> Fault {
        let names = schema.fields.map(\.name)
        let nearest =
            names.first { $0.lowercased() == key.lowercased() } ?? Suggestion.nearest(to: key, among: names)
        return Fault(
            reason: "\(schema.name) has no field \"\(key)\"",
            hint: nearest.map { "did you mean \($0)?" } ?? "its fields: \(names.joined(separator: " "))")
    }
}

/// Takes the names of a path one by one.
private struct PathReader {
    private var rest: Substring
    private let isPointer: Bool

    init(_ text: String) {
        isPointer = text.utf8.first == UInt8(ascii: "/")
        rest = text.dropFirst(isPointer ? 1 : 0)
    }

    /// Whether the whole path has been taken; an empty name behind a separator has not.
    private(set) var isAtEnd = false

    mutating func next() throws(DocumentPath.Fault) -> String {
        if isPointer { return unescaped(take { $0 == "/" }) }
        guard rest.first == "[" else {
            let name = take { $0 == "." || $0 == "[" }
            guard !name.isEmpty else { throw DocumentPath.Fault(reason: "a name is missing") }
            return name
        }
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: "]") else { throw DocumentPath.Fault(reason: "a ] is missing") }
        let name = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        finishStep()
        return name
    }

    /// All that is left, as one name.
    mutating func remainder() throws(DocumentPath.Fault) -> String {
        isPointer ? try next() : take { _ in false }
    }

    private mutating func take(until isSeparator: (Character) -> Bool) -> String {
        let name = rest.prefix { !isSeparator($0) }
        rest = rest[name.endIndex...]
        finishStep()
        return String(name)
    }

    private mutating func finishStep() {
        isAtEnd = rest.isEmpty
        if rest.first == "." || (isPointer && rest.first == "/") { rest = rest.dropFirst() }
    }

    private func unescaped(_ name: String) -> String {
        var result = ""
        var isEscaped = false
        for character in name {
            if isEscaped {
                result.append(character == "1" ? "/" : character == "0" ? "~" : character)
                isEscaped = false
            } else if character == "~" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
