/// Size of a terminal in characters.
///
/// In JSON it is `[height, width]`.
public struct ConsoleSize: Hashable, Sendable {
    /// Number of rows, at most 65535.
    public var height: UInt

    /// Number of columns, at most 65535.
    public var width: UInt

    /// Makes a size; 0 leaves the terminal's own.
    public init(height: UInt = 0, width: UInt = 0) {
        self.height = height
        self.width = width
    }
}

extension ConsoleSize: Codable {
    /// Reads the array; missing elements are 0.
    public init(from decoder: any Decoder) throws {
        var elements = try decoder.unkeyedContainer()
        height = elements.isAtEnd ? 0 : try elements.decode(UInt.self)
        width = elements.isAtEnd ? 0 : try elements.decode(UInt.self)
    }

    /// Writes the array.
    public func encode(to encoder: any Encoder) throws {
        var elements = encoder.unkeyedContainer()
        try elements.encode(height)
        try elements.encode(width)
    }
}
