import Foundation
import HCSSystem
import Testing

/// The event loop and the pumps.
struct LoopTests {
    @Test func handlersAndTimers() throws {
        let loop = try EventLoop()
        let pipe = try HCSSystem.Pipe()
        var events: [String] = []
        try loop.watch(pipe.readEnd) { ready in
            events.append(ready.readable ? "readable" : "other")
            _ = try? Streams.read(from: pipe.readEnd, maximum: 10)
        }
        loop.after(.milliseconds(1)) { events.append("first") }
        let cancelled = loop.after(.milliseconds(2)) { events.append("cancelled") }
        loop.cancel(cancelled)
        loop.cancel(nil)
        loop.after(.milliseconds(3)) { try? Files.write([1], to: pipe.writeEnd, named: "pipe") }
        loop.after(.milliseconds(20)) { loop.stop() }
        try loop.run()
        #expect(events == ["first", "readable"])
    }

    @Test func hangUpIsToldUntilForgotten() throws {
        let loop = try EventLoop()
        var pipe: HCSSystem.Pipe? = try HCSSystem.Pipe()
        let reader = try #require(pipe?.readEnd)
        var count = 0
        try loop.watch(reader) { ready in
            #expect(ready.hungUp)
            count += 1
            if count == 3 {
                loop.forget(reader)
                loop.forget(reader)
                loop.after(.milliseconds(5)) { loop.stop() }
            }
        }
        pipe = nil
        try loop.run()
        #expect(count == 3)
    }

    /// Of two that are ready at once, the first drops the second.
    @Test func aDroppedDescriptorIsNotCalled() throws {
        let loop = try EventLoop()
        let pipes = [try HCSSystem.Pipe(), try HCSSystem.Pipe()]
        var called = 0
        for index in 0...1 {
            try Files.write([1], to: pipes[index].writeEnd, named: "pipe")
            try loop.watch(pipes[index].readEnd) { _ in
                called += 1
                for pipe in pipes { loop.forget(pipe.readEnd) }
                loop.after(.zero) { loop.stop() }
            }
        }
        try loop.run()
        #expect(called == 1)
    }

    @Test func aTimerMaySetTheNext() throws {
        let loop = try EventLoop()
        var ticks = 0
        func tick() {
            ticks += 1
            if ticks == 3 { loop.stop() } else { loop.after(.zero) { tick() } }
        }
        loop.after(.zero) { tick() }
        try loop.run()
        #expect(ticks == 3)
    }

    /// Files go by read and write, pipes by splice.
    @Test(arguments: [0, 1, 70_000, 3 << 20])
    func pumpFileToFile(_ size: Int) throws {
        let folder = try TestFolder()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Files.replace("from", with: bytes, at: folder.descriptor)
        let middle = try HCSSystem.Pipe()
        let target = try Files.open("to", O_WRONLY | O_CREAT, mode: 0o600, at: folder.descriptor)
        let (reader, writer) = (middle.readEnd, try middle.writeEnd.duplicate())
        dropEnd(middle.writeEnd)
        let first = try Pump(from: Files.open("from", O_RDONLY, at: folder.descriptor), to: writer)
        let second = try Pump(from: reader, to: target)
        first.drain(from: nil, idle: .seconds(60))
        _ = first
        #expect(eventually { (try? Files.read("to", at: folder.descriptor))?.count == size })
        _ = second
        #expect(try Files.read("to", at: folder.descriptor) == bytes)
    }

    /// A reader that is gone must not block the writer.
    @Test func pumpDrainsWhenNobodyReads() throws {
        signal(SIGPIPE, SIG_IGN)
        let (source, sink) = (try HCSSystem.Pipe(), try HCSSystem.Pipe())
        let writer = try sink.writeEnd.duplicate()
        dropEnd(sink.writeEnd)
        dropEnd(sink.readEnd)
        let pump = try Pump(from: source.readEnd, to: writer)
        try Files.write([UInt8](repeating: 1, count: 1 << 20), to: source.writeEnd, named: "pipe")
        pump.drain(from: source.readEnd, idle: .milliseconds(50))
        #expect(!ProcessSetup.waitReadable(source.readEnd, .zero))
    }

    /// A writer that stays silent does not hold the drain up.
    @Test func drainEndsWhenIdle() throws {
        let (source, sink) = (try HCSSystem.Pipe(), try HCSSystem.Pipe())
        let pump = try Pump(from: source.readEnd, to: sink.writeEnd)
        try Files.write([1, 2], to: source.writeEnd, named: "pipe")
        pump.drain(from: source.readEnd, idle: .milliseconds(20))
        #expect(try Streams.read(from: sink.readEnd, maximum: 10) == [1, 2])
    }

    @Test(arguments: [
        ("/dev/null", Streams.Kind.null), ("/", .other), ("/etc/passwd", .other), ("/dev/zero", .other),
    ])
    func kinds(_ path: String, _ kind: Streams.Kind) throws {
        let file = try Files.open(path, O_RDONLY)
        withExtendedLifetime(file) { #expect(Streams.kind(of: file.number) == kind) }
    }

    @Test func moreKinds() throws {
        let (pipe, sockets) = (try HCSSystem.Pipe(), try UnixSocket.pair())
        let (path, terminal) = (
            try Files.openPath("/dev/null"), try Files.open("/dev/ptmx", O_RDWR | O_NOCTTY)
        )
        withExtendedLifetime((pipe, sockets, path, terminal)) {
            #expect(Streams.kind(of: pipe.readEnd.number) == .pipe)
            #expect(Streams.kind(of: sockets.0.number) == .pipe)
            #expect(Streams.kind(of: path.number) == .unusable)
            #expect(Streams.kind(of: terminal.number) == .terminal)
            #expect(Streams.kind(of: -1) == .unusable)
        }
    }
}
