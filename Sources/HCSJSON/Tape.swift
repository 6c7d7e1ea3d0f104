/// A document that is known to be JSON: its text, and its values in the order of the text.
///
/// An object is followed by key, value, key, value …; an array by its elements.
struct Tape {
    struct Node {
        enum Kind: UInt8 {
            case object, array, string, number, boolean, null
        }

        var kind: Kind

        /// For a string: it holds a backslash; for a number: it has a fraction or an exponent.
        var isComplex = false

        /// A string that json-c would not read as Go does: bytes that are not UTF-8, or escaped surrogates.
        var needsRepair = false

        var start: Int32
        var end: Int32 = 0

        /// Index of the node after this value; 0 while a container is open.
        var next: Int32 = 0
    }

    let bytes: [UInt8]
    var nodes: [Node] = []

    func kind(_ node: Int) -> Node.Kind {
        nodes[node].kind
    }

    func range(_ node: Int) -> Range<Int> {
        Int(nodes[node].start)..<Int(nodes[node].end)
    }

    /// Index of the node after the value `node`.
    func next(_ node: Int) -> Int {
        nodes[node].next == 0 ? nodes.count : Int(nodes[node].next)
    }

    /// The nodes of an array's elements, or of an object's keys, each followed by its value.
    func elements(of container: Int) -> [Int] {
        let isObject = kind(container) == .object
        let end = next(container)
        var result: [Int] = []
        var index = container + 1
        while index < end {
            result.append(index)
            if isObject { index += 1 }
            index = index < end ? next(index) : end
        }
        return result
    }
}

extension Tape {
    func error(_ kind: JSONError.Kind, _ message: String, at node: Int) -> JSONError {
        JSONError(kind, message, at: Int(nodes[node].start), in: bytes, pointer: pointer(to: node))
    }

    /// The JSON pointer of a value, found by walking down to it: only errors need it.
    func pointer(to target: Int) -> String {
        var text = ""
        var current = 0
        while current < target {
            let isObject = kind(current) == .object
            let elements = elements(of: current)
            // The last element that does not start after the target holds it.
            guard let index = elements.lastIndex(where: { $0 <= target }) else { break }
            let element = elements[index]
            text += "/" + (isObject ? escaped(key: element) : String(index))
            current = isObject && target > element ? element + 1 : element
        }
        return text
    }

    private func escaped(key: Int) -> String {
        var result = ""
        for character in Scalars().string(key, in: self).unicodeScalars {
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
