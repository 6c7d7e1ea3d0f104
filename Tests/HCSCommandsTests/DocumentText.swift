import HCSJSON

/// A document as hcsctl prints it.
func documentText(_ document: some Encodable) throws -> String {
    String(decoding: try DocumentEncoder().encode(document), as: UTF8.self)
}
