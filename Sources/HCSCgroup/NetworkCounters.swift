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

    /// The interfaces in the network namespace of a process, without the loopback; nil when the process is gone.
    package static func read(
        ofInit pid: Int32, processRoot: String = "/proc", with files: KernelFiles = KernelFiles()
    ) -> [NetworkCounters]? {
        files.read("\(processRoot)/\(pid)/net/dev", parse)
    }

    /// Two lines of headings, then `name: ` with eight numbers received and eight sent.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> [NetworkCounters] {
        var all: [NetworkCounters] = []
        var headings = 2
        KernelText.forEachLine(bytes) { line in
            headings -= 1
            guard headings < 0, let colon = line.lastIndex(of: UInt8(ascii: ":")) else { return }
            var name = line[..<colon]
            KernelText.skipBlanks(&name)
            guard !name.elementsEqual("lo".utf8) else { return }
            var rest = line[(colon + 1)...]
            var numbers: [UInt64] = []
            while let number = KernelText.number(&rest) { numbers.append(number) }
            guard numbers.count >= 16 else { return }
            all.append(
                NetworkCounters(
                    interface: String(decoding: name, as: UTF8.self), bytesReceived: numbers[0],
                    packetsReceived: numbers[1], droppedIncoming: numbers[3], bytesSent: numbers[8],
                    packetsSent: numbers[9], droppedOutgoing: numbers[11]))
        }
        return all
    }
}
