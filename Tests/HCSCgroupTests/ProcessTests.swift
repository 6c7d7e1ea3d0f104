import HCSSystem
import Testing

@testable import HCSCgroup

@Suite struct ProcessTests {
    static let stat =
        "43 (a) b (c) S 41 43 43 0 -1 4194560 99 0 0 0 150 25 0 0 20 0 1 0 5000 4427776 200 18446744073709551615 0"

    @Test func aHostileNameEndsAtTheLastParenthesis() throws {
        let stat = try #require(ProcessStat(Self.stat))
        #expect(stat.name == "a) b (c" && stat.state == "S" && stat.parent == 41)
        #expect(stat.userTicks == 150 && stat.kernelTicks == 25 && stat.startTicks == 5000)
    }

    @Test(arguments: [
        "", "43", "43 (x", "43 x) (", "43 (x) S 1 2", "43 (x) S a 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9",
    ])
    func nonsenseIsNoProcess(_ text: String) {
        #expect(ProcessStat(text) == nil)
    }

    @Test func aProcessIsRead() throws {
        let tree = try Tree([
            "43/stat": Self.stat, "43/statm": "1081 200 150 1 0 90 0\n", "43/cmdline": "/bin/x\0-a\0\0",
            "43/status": "Name:\tx\nUid:\t1000\t1001\t1000\t1000\nNSpid:\t43\t7\n",
        ])
        defer { tree.remove() }
        let clock = ProcessClock()
        let process = try #require(ContainerProcessInfo(hostPID: 43, processRoot: tree.path, clock: clock))
        #expect(process.pid == 7 && process.hostPID == 43 && process.userID == 1000)
        #expect(process.arguments == ["/bin/x", "-a", ""])
        #expect(process.userTime == 150 * 10_000_000 / clock.ticksPerSecond)
        #expect(process.startTime - clock.bootTime == 5000 * 1_000_000_000 / Int64(clock.ticksPerSecond))
        #expect(
            process.residentMemory == 200 * clock.pageSize && process.sharedMemory == 150 * clock.pageSize)
        #expect(process.privateMemory == 50 * clock.pageSize)
        #expect(ContainerProcessInfo(hostPID: 44, processRoot: tree.path, clock: clock) == nil)
    }

    @Test func networksAreCounted() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed
                lo:       9       9    0    0    0     0          0         0        9       9    0    0    0     0       0          0
              eth0:    1000      10    0    2    0     0          0         0      500       5    0    1    0     0       0          0
            broken: 1 2
            """
        #expect(
            text.withParsed(NetworkCounters.parse) == [
                NetworkCounters(
                    interface: "eth0", bytesReceived: 1000, packetsReceived: 10, droppedIncoming: 2,
                    bytesSent: 500, packetsSent: 5, droppedOutgoing: 1)
            ])
        #expect("".withParsed(NetworkCounters.parse).isEmpty)
    }
}

extension String {
    func withParsed<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Array(utf8).withUnsafeBytes(body)
    }
}
