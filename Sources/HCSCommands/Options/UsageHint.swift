internal import ArgumentParser

extension ValidationError {
    /// A usage error with a line on what to do.
    init(_ message: String, hint: String) {
        self.init("\(message)\n\(hint)")
    }
}
