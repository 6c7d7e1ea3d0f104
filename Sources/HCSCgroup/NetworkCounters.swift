package import HCSSystem

/// What passed through one network interface of a container.
package struct NetworkCounters: Hashable, Sendable {
    package var interface: String
    package var bytesReceived: UInt64
    package var packetsReceived: UInt64
    package var droppedIncoming: UInt64
    package var bytesSent: UInt64
    package var packetsSent: UInt64
    package var droppedOutgoing: UInt64

    /// The interfaces in the network namespace of a process, without the loopback.
    ///
    /// - Throws: `ENOENT` when the process is gone.
    package static func read(
        ofInit pid: Int32, processRoot: String = "/proc"
    ) throws(SyscallError) -> [NetworkCounters] {
        parse(try Files.text("\(processRoot)/\(pid)/net/dev"))
    }

    /// Two lines of headings, then `name: ` with eight numbers received and eight sent.
    static func parse(_ text: String) -> [NetworkCounters] {
        text.split(separator: "\n").dropFirst(2).compactMap { line in
            guard let colon = line.lastIndex(of: ":") else { return nil }
            let name = line[..<colon].drop { $0 == " " }
            let numbers = line[line.index(after: colon)...].split(separator: " ").map { UInt64($0) ?? 0 }
            guard name != "lo", numbers.count >= 16 else { return nil }
            return NetworkCounters(
                interface: String(name), bytesReceived: numbers[0], packetsReceived: numbers[1],
                droppedIncoming: numbers[3], bytesSent: numbers[8], packetsSent: numbers[9],
                droppedOutgoing: numbers[11])
        }
    }
}
