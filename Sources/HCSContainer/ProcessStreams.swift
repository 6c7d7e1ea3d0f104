internal import HCSSystem

/// Where a new process's standard streams lead.
public struct ProcessStreams: Hashable, Sendable {
    /// Where one stream leads.
    public enum Source: Hashable, Sendable {
        /// The container's own /dev/null.
        case null
        /// A new pipe; its other end is in the handle's `standardStreams`.
        case pipe
        /// The caller's own descriptor: a pipe or a socket becomes the process's own, the host's /dev/null the container's.
        ///
        /// Anything else never enters the container: the stream becomes a new pipe, and the caller moves the bytes (see
        /// `ProcessSession`).
        case descriptor(Int32)
        /// A stream that stays with the process for whoever attaches to it; with one of them, none may be the caller's.
        case kept
    }

    /// Standard input.
    public var input: Source
    /// Standard output.
    public var output: Source
    /// Standard error.
    public var error: Source

    /// All three streams; ignored where the document asks for a console.
    public init(input: Source = .null, output: Source = .null, error: Source = .null) {
        self.input = input
        self.output = output
        self.error = error
    }
}

/// The caller's ends of a process's streams.
public struct StandardStreams: Sendable {
    /// Written to by the caller; nil where the process reads end of file or a descriptor of the caller's.
    public let input: ProcessStream?
    /// Read by the caller.
    public let output: ProcessStream?
    /// Read by the caller; nil with a console, where both kinds of output come as one.
    public let error: ProcessStream?
    /// The console's master end, if the process has one; `input` and `output` are then nil.
    public let console: ProcessStream?

    init(
        input: ProcessStream? = nil, output: ProcessStream? = nil, error: ProcessStream? = nil,
        console: ProcessStream? = nil
    ) {
        self.input = input
        self.output = output
        self.error = error
        self.console = console
    }
}
