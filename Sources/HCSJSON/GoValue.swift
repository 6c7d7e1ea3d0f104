/// A value as Go holds it in an `interface{}`: numbers are float64, and of equal keys the last is kept.
enum GoValue {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([GoValue])
    case object([String: GoValue])

    /// Nesting that a walk on the stack can take.
    private static let maximumDepth = 512

    init(_ source: Source, _ node: Int, depth: Int = 0) throws(JSONError) {
        let tape = source.tape
        guard depth < Self.maximumDepth else {
            throw tape.error(.depth, "nested more than \(Self.maximumDepth) levels deep", at: node)
        }
        switch tape.kind(node) {
        case .null: self = .null
        case .boolean: self = .boolean(try source.boolean(Candidates(node)))
        case .number: self = .number(try source.double(Candidates(node)))
        case .string: self = .string(source.scalars.string(node, in: tape))
        case .array:
            var elements: [GoValue] = []
            for element in tape.elements(of: node) {
                elements.append(try GoValue(source, element, depth: depth + 1))
            }
            self = .array(elements)
        case .object:
            var members: [String: GoValue] = [:]
            for key in tape.elements(of: node) {
                members[source.scalars.string(key, in: tape)] = try GoValue(source, key + 1, depth: depth + 1)
            }
            self = .object(members)
        }
    }

    /// This value laid over another, as hcsshim merges additional JSON.
    func merged(over base: GoValue) -> GoValue {
        guard case .object(var members) = base else { return self }
        switch self {
        case .null:
            // Null removes anything but an object.
            return base
        case .object(let additional):
            for (name, value) in additional {
                members[name] = members[name].map { value.merged(over: $0) } ?? value
            }
            return .object(members)
        default:
            return self
        }
    }
}

/// Lays a document of additional JSON over a document, as `HCSSHIM_CREATECONTAINER_ADDITIONALJSON` does.
///
/// Keys are case-sensitive here, the result's are sorted, and integers beyond 2^53 lose precision: hcsshim merges maps
/// of `interface{}`. Unlike there, where it is a crash, the additional document `null` is an error.
package func mergeAdditionalJSON(document: [UInt8], additional: [UInt8]) throws(JSONError) -> [UInt8] {
    let base = try object(document)
    return try EncodedValue.text(of: try object(additional).merged(over: base))
}

private func object(_ bytes: [UInt8]) throws(JSONError) -> GoValue {
    var scanner = Scanner(bytes, maximumDepth: 10000, rejectsBadEncoding: false)
    let source = Source(tape: try scanner.scan(), isStrict: false)
    try source.require(.object, 0)
    return try GoValue(source, 0)
}
