/// A JSON value kept as text: order, duplicate keys and the spelling of numbers survive.
public struct RawJSON: Hashable, Sendable {
    /// The JSON text.
    public var text: String

    /// Keeps `text`, which must be one JSON value; that is checked when it is encoded.
    public init(_ text: String) {
        self.text = text
    }
}

extension RawJSON {
    /// How a decoder hands over the text of its value.
    public typealias Reader = @Sendable (_ decoder: any Decoder) throws -> String

    /// How an encoder takes the text of a value.
    public typealias Writer = @Sendable (_ text: String, _ encoder: any Encoder) throws -> Void

    /// Name of the decoder's `userInfo` entry that holds a `Reader` of the text as written.
    public static let readerKey = CodingUserInfoKey(rawValue: "hcs.raw-json.reader")

    /// Name of the decoder's `userInfo` entry that holds a `Reader` of the value as Go's `interface{}` has it.
    public static let valueReaderKey = CodingUserInfoKey(rawValue: "hcs.raw-json.value-reader")

    /// Name of the encoder's `userInfo` entry that holds a `Writer`.
    public static let writerKey = CodingUserInfoKey(rawValue: "hcs.raw-json.writer")
}

extension RawJSON: Codable {
    /// Takes the text from a decoder that offers it, else reads a string that holds the text.
    public init(from decoder: any Decoder) throws {
        try self.init(from: decoder, reader: Self.readerKey)
    }

    init(from decoder: any Decoder, reader: CodingUserInfoKey?) throws {
        if let reader, let read = decoder.userInfo[reader] as? Reader {
            text = try read(decoder)
        } else {
            text = try decoder.singleValueContainer().decode(String.self)
        }
    }

    /// Hands the text to an encoder that takes it, else writes a string that holds the text.
    public func encode(to encoder: any Encoder) throws {
        if let key = Self.writerKey, let write = encoder.userInfo[key] as? Writer {
            try write(text, encoder)
        } else {
            var value = encoder.singleValueContainer()
            try value.encode(text)
        }
    }
}
