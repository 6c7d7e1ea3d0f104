internal import Glibc
internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// What a command may ask of the process it runs in: its environment, its streams, the clock.
public enum CallerProcess {
    /// One of the caller's own streams.
    public enum Output: Int32, Sendable {
        /// Standard output.
        case standardOutput = 1
        /// Standard error.
        case standardError = 2
    }

    /// The value of an environment variable, nil when it is not set.
    public static func environmentValue(_ name: String) -> String? {
        ProcessSetup.environment(name)
    }

    /// Writes all of a text, unbuffered.
    ///
    /// - Throws: `systemFailed` with the stream's name and `errno`.
    public static func write(_ text: String, to output: Output, operation: String) throws(ContainerError) {
        do {
            let descriptor = try Descriptor.duplicating(output.rawValue)
            try Files.write(
                Array(text.utf8), to: descriptor,
                named: output == .standardOutput ? "standard output" : "standard error")
        } catch {
            throw ContainerError(error, doing: "cannot write", operation: operation)
        }
    }

    /// Writes all of a text to a descriptor that the caller was given.
    ///
    /// - Throws: `systemFailed` with its number and `errno`.
    public static func write(
        _ text: String, toDescriptor number: Int32, operation: String
    ) throws(ContainerError) {
        do {
            try Files.write(
                Array(text.utf8), to: Descriptor.duplicating(number), named: "descriptor \(number)")
        } catch {
            throw ContainerError(error, doing: "cannot write to fd:\(number)", operation: operation)
        }
    }

    /// Keeps a socket of ours from becoming the standard stream a caller has closed, and with it a process's.
    public static func fillStandardStreams() {
        ProcessSetup.fillStandardStreams()
    }

    /// Ends the program with status 0 after so long, whatever it is doing.
    public static func endQuietly(after limit: Duration) {
        ProcessSetup.endQuietly(after: limit)
    }

    /// Ends the program.
    public static func exit(_ status: Int32) -> Never {
        ProcessSetup.exit(status)
    }

    /// The time of day.
    public static func now() -> Timestamp {
        .now
    }

    /// Does nothing for so long.
    public static func sleep(for duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let request = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        // No handler is installed that returns, so nothing cuts it short.
        nanosleep([request], nil)
    }
}
