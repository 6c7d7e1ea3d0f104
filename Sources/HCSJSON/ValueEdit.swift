/// One step on the way to a value: a key of an object, an item of an array, or the place behind its last item.
package enum ValueStep: Hashable, Sendable {
    case key(String)
    case item(Int)
    case end
}

/// Puts a value in place of another in a document's text, or where none was; the rest of the text stays as it is.
///
/// Objects and arrays that are missing on the way, or null, are made. Neither text may be anything but JSON.
package func replaceValue(
    in document: [UInt8], at path: [ValueStep], with value: [UInt8]
) throws(JSONError) -> [UInt8] {
    var scanner = Scanner(document, maximumDepth: 10000, rejectsBadEncoding: false)
    let source = Source(tape: try scanner.scan(), isStrict: false)
    let tape = source.tape
    var node = 0
    for (index, step) in path.enumerated() {
        let rest = path[(index + 1)...]
        switch (tape.kind(node), step) {
        case (.null, _):
            return spliced(document, tape.range(node), try made(path[index...], value))
        case (.object, .key(let name)):
            let keys = tape.elements(of: node)
            guard let key = keys.last(where: { source.scalars.string($0, in: tape) == name }) else {
                let member =
                    try EncodedValue.text(of: .string(name)) + [UInt8(ascii: ":")] + made(rest, value)
                return appended(member, to: node, isEmpty: keys.isEmpty, tape)
            }
            node = key + 1
        case (.array, .item), (.array, .end):
            let items = tape.elements(of: node)
            let position = if case .item(let number) = step { number } else { items.count }
            guard position < items.count else {
                guard position == items.count else { throw missing(position, count: items.count) }
                return appended(try made(rest, value), to: node, isEmpty: items.isEmpty, tape)
            }
            node = items[position]
        default:
            throw JSONError(encoding: "a step leads into a value that holds no others")
        }
    }
    return spliced(document, tape.range(node), value)
}

/// A value with the objects and arrays around it that the steps name.
private func made(_ steps: ArraySlice<ValueStep>, _ value: [UInt8]) throws(JSONError) -> [UInt8] {
    var text = value
    for step in steps.reversed() {
        switch step {
        case .key(let name):
            text = try [UInt8(ascii: "{")] + EncodedValue.text(of: .string(name)) + [UInt8(ascii: ":")] + text
            text.append(UInt8(ascii: "}"))
        case .item(let number):
            guard number == 0 else { throw missing(number, count: 0) }
            fallthrough
        case .end:
            text = [UInt8(ascii: "[")] + text + [UInt8(ascii: "]")]
        }
    }
    return text
}

private func missing(_ item: Int, count: Int) -> JSONError {
    JSONError(encoding: "there is no item \(item): the list has \(count), counted from 0, and \"-\" adds one")
}

private func appended(_ text: [UInt8], to container: Int, isEmpty: Bool, _ tape: Tape) -> [UInt8] {
    let end = tape.range(container).upperBound - 1
    return spliced(tape.bytes, end..<end, isEmpty ? text : [UInt8(ascii: ",")] + text)
}

private func spliced(_ document: [UInt8], _ range: Range<Int>, _ text: [UInt8]) -> [UInt8] {
    document[..<range.lowerBound] + text + document[range.upperBound...]
}
