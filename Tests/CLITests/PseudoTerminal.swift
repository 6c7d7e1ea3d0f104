import Foundation

/// A terminal whose other side the test holds.
final class PseudoTerminal {
    private let master: Int32
    /// Held, so that the terminal is still there when a program has closed it.
    private let terminal: Int32
    private var seen: [UInt8] = []
    let path: String

    init(width: UInt16 = 132, height: UInt16 = 43) throws {
        var (outer, inner): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&outer, &inner, &name, nil, nil) == 0 else {
            throw FixtureError("no terminal: \(errno)")
        }
        (master, terminal) = (outer, inner)
        path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        for end in [master, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        resize(width: width, height: height)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(master)
        close(terminal)
    }

    func resize(width: UInt16, height: UInt16) {
        var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// The terminal's flags, as text to compare.
    var flags: String {
        var modes = termios()
        tcgetattr(master, &modes)
        return "\(modes.c_iflag) \(modes.c_oflag) \(modes.c_cflag) \(modes.c_lflag)"
    }

    /// Whether newlines become carriage return and newline.
    var postProcesses: Bool {
        var modes = termios()
        tcgetattr(master, &modes)
        return modes.c_oflag & tcflag_t(OPOST) != 0
    }

    /// Whether nobody has made the side the programs share non-blocking.
    var isBlocking: Bool { fcntl(terminal, F_GETFL) & O_NONBLOCK == 0 }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Reads until the text has come.
    func expect(_ text: String, within seconds: Double = 20) throws {
        let isThere = eventually(within: seconds) {
            drain()
            return String(decoding: seen, as: UTF8.self).contains(text)
        }
        guard isThere else {
            throw FixtureError("no '\(text)' on the terminal: \(String(decoding: seen, as: UTF8.self))")
        }
    }

    /// Everything a program says on the terminal until it ends, and how it does.
    func output(of program: RunningProgram) throws -> (text: String, status: Int32) {
        let result = try program.wait(within: 30, meanwhile: drain)
        drain()
        defer { seen = [] }
        return (String(decoding: seen, as: UTF8.self), result.status)
    }

    private func drain() {
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(master, &part, part.count)
            guard count > 0 else { return }
            seen += part[..<count]
        }
    }
}
