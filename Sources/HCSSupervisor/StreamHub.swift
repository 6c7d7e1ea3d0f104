internal import HCSProtocol
internal import HCSSystem

/// The console or the kept streams of one process, shared by whoever is attached: all see its output, one may type.
///
/// A process whose starter stays has no hub: nobody is between it and its starter. With members the slowest sets the pace and
/// nothing is lost. Without any, a console is read on and its last page kept, as a terminal would; pipes wait.
final class StreamHub {
    /// One who is attached, with our ends of its sockets; two for pipes, one for a console.
    private final class Member {
        let client: Client
        let outputs: [Descriptor]
        let canType: Bool
        var pending: [[UInt8]]

        init(_ client: Client, outputs: [Descriptor], canType: Bool) {
            self.client = client
            self.outputs = outputs
            self.canType = canType
            pending = outputs.map { _ in [] }
        }
    }

    let hasConsole: Bool
    private let loop: EventLoop
    /// The console's master, or the ends of stdout and stderr.
    private var sources: [Descriptor?]
    private var members: [Member] = []
    /// The end of stdin; nil with a console, or where none is kept.
    private(set) var input: Descriptor?
    private var page: [UInt8] = []
    private var typed: [UInt8] = []
    private var typist: Client?

    private static let pageSize = 64 << 10
    private static let pieceSize = 64 << 10
    /// More than a pipe or a console holds.
    private static let catchUpSize = 1 << 20

    /// A console.
    init(_ loop: EventLoop, console: Descriptor) {
        self.loop = loop
        hasConsole = true
        sources = [console]
        watchSources()
    }

    /// Kept streams; those that are nil are not.
    init(_ loop: EventLoop, input: Descriptor?, output: Descriptor?, error: Descriptor?) {
        self.loop = loop
        hasConsole = false
        self.input = input
        sources = [output, error]
    }

    deinit {
        for source in sources { source.map(loop.forget) }
        for member in members { forget(member) }
    }

    var isIdle: Bool { members.isEmpty }
    /// Whether nothing more can come out of it.
    var isOver: Bool {
        sources.allSatisfy { $0 == nil } && members.allSatisfy { $0.pending.allSatisfy(\.isEmpty) }
    }
    func isTypist(_ client: Client) -> Bool { typist === client }

    /// Takes somebody in; the descriptors are theirs, for stdin, stdout and stderr, or for the console.
    func add(_ client: Client, typing: Bool) throws(SyscallError) -> [Descriptor?] {
        let types = typing && typist == nil && (hasConsole || input != nil)
        var outputs: [Descriptor] = []
        var theirs: [Descriptor?] = hasConsole ? [] : [types ? input : nil]
        for source in sources {
            guard source != nil || hasConsole else {
                theirs.append(nil)
                outputs.append(Descriptor(owning: -1))
                continue
            }
            let (ours, other) = try UnixSocket.pair()
            try ours.setNonBlocking()
            outputs.append(ours)
            theirs.append(other)
        }
        let member = Member(client, outputs: outputs, canType: types)
        if types { typist = client }
        members.append(member)
        for (index, output) in outputs.enumerated() where output.number >= 0 {
            try loop.watch(output) { [unowned self, unowned member] ready in
                if ready.writable { flush(member, index) }
                if ready.readable || ready.hungUp { heard(member, index) }
            }
            if hasConsole, !page.isEmpty { member.pending[index] = page }
            flush(member, index)
        }
        watchSources()
        return theirs
    }

    func remove(_ client: Client) {
        for member in members where member.client === client { forget(member) }
        members.removeAll { $0.client === client }
        if typist === client { typist = nil }
        watchSources()
    }

    /// Ends the process's standard input, whoever holds an end of it.
    func closeInput() {
        guard let input else { return }
        UnixSocket.shutDownWriting(input)
        self.input = nil
    }

    private func forget(_ member: Member) {
        for output in member.outputs where output.number >= 0 { loop.forget(output) }
    }

    /// Whether somebody has not taken yet what came before.
    private var isHeld: Bool { members.contains { $0.pending.contains { !$0.isEmpty } } }

    /// Reads from the process only where everybody has taken what came before.
    private func watchSources() {
        let isHeld = isHeld
        let isWanted = hasConsole || !members.isEmpty
        for (index, source) in sources.enumerated() {
            guard let source else { continue }
            loop.forget(source)
            guard isWanted, !isHeld else { continue }
            // One that cannot be watched is at its end.
            try? loop.watch(source) { [unowned self] _ in arrived(index) }
        }
    }

    private func arrived(_ index: Int) {
        guard let source = sources[index] else { return }
        guard let bytes = try? Streams.readAvailable(from: source, maximum: Self.pieceSize), !bytes.isEmpty
        else {
            ended(index)
            return
        }
        if hasConsole { page = Array((page + bytes).suffix(Self.pageSize)) }
        for member in members where member.outputs[index].number >= 0 {
            member.pending[index] += bytes
            flush(member, index)
        }
        if members.contains(where: { !$0.pending[index].isEmpty }) { watchSources() }
    }

    /// Passes on what the process wrote before its end; to be done before anybody is told of that. Who attached stays only for
    /// what comes soon after.
    func catchUp() {
        guard hasConsole || !members.isEmpty else { return }
        for index in sources.indices {
            // A grandchild may write on for ever.
            var left = Self.catchUpSize
            while left > 0, let source = sources[index], !isHeld, ProcessSetup.waitReadable(source, .zero) {
                arrived(index)
                left -= Self.pieceSize
            }
        }
    }

    private func ended(_ index: Int) {
        if let source = sources[index] { loop.forget(source) }
        sources[index] = nil
        for member in members where member.pending[index].isEmpty { close(member, index) }
    }

    private func close(_ member: Member, _ index: Int) {
        guard member.outputs[index].number >= 0 else { return }
        UnixSocket.shutDownWriting(member.outputs[index])
    }

    private func flush(_ member: Member, _ index: Int) {
        let before = member.pending[index].isEmpty
        while !member.pending[index].isEmpty {
            guard let count = try? Streams.writeAvailable(member.pending[index], to: member.outputs[index])
            else {
                // It reads no more; what was for it is nobody's.
                member.pending[index] = []
                break
            }
            guard count > 0 else { break }
            member.pending[index].removeFirst(count)
        }
        let isFull = !member.pending[index].isEmpty
        loop.change(member.outputs[index], reading: hasConsole, writing: isFull)
        if !isFull, sources[index] == nil { close(member, index) }
        if !before, !isFull { watchSources() }
    }

    /// What an attached client has typed, or that it is gone.
    private func heard(_ member: Member, _ index: Int) {
        guard let bytes = try? Streams.readAvailable(from: member.outputs[index], maximum: 4096),
            !bytes.isEmpty
        else {
            loop.change(member.outputs[index], reading: false, writing: false)
            return
        }
        guard hasConsole, member.canType, let console = sources[0] else { return }
        // A console whose program does not read takes what fits, as a terminal does.
        typed = Array((typed + bytes).suffix(4096))
        guard ProcessSetup.isWritable(console) else { return }
        let count = (try? Streams.writeAvailable(typed, to: console)) ?? typed.count
        typed.removeFirst(min(count, typed.count))
    }
}
