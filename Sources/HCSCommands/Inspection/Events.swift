internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Events: Verb {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print what happens to containers, a line an event.",
        discussion: """
            Goes on until it is interrupted, --count events were printed, --until is reached or --timeout is over. Without a \
            container: all, also deleted ones. --since takes a time, a duration (that long ago) or a sequence number (the events \
            after it); without it, only what happens from now on is printed. json and jsonl are a document a line.

            EXAMPLES:
              hcsctl events
              hcsctl events web --since 10m --no-follow
              hcsctl events --filter type=ProcessExited --format jsonl

            EXIT STATUS: 0; 124 when --timeout was over first.
            """)

    @Argument(
        help: ArgumentHelp("Ids, exactly; they need not exist (yet, or any more).", valueName: "container"))
    var containers: [String] = []

    @Option(help: ArgumentHelp("Begin there.", valueName: "time|duration|number"))
    var since: String?

    @Option(help: ArgumentHelp("End there.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("type=TYPE or id=ID. Repeatable.", valueName: "key=value"))
    var filter: [String] = []

    @Option(name: [.customShort("n"), .long], help: "End after so many events.")
    var count: Int?

    @Flag(help: "Print what there is, and end.")
    var noFollow = false

    @Option(help: ArgumentHelp("The columns, in this order.", valueName: "name,..."))
    var columns: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        _ = try choice()
        _ = try wanted()
        let now = CallerProcess.now()
        _ = try EventFollower.Start(since, now: now)
        if let until, TimeText.time(until, now: now) == nil {
            throw ValidationError("--until '\(until)' is no time and no duration")
        }
        if let count, count < 1 { throw ValidationError("--count must be at least 1") }
    }

    func execute(_ context: CommandContext) throws {
        let now = CallerProcess.now()
        let wanted = try wanted()
        let end = until.flatMap { TimeText.time($0, now: now) }
        // What has been is read to its end; a limit in the past is not waited for.
        let start = try EventFollower.Start(since ?? (noFollow ? "0" : nil), now: now)
        let follower = try EventFollower(context.store, from: start) {
            wanted.ids.isEmpty || wanted.ids.contains($0)
        }
        var stream = RowStream(try choice(), context.renderer)
        var left = count ?? .max
        while left > 0 {
            let limit = remaining(global.timeout.map { now - (.zero - $0) }, end)
            let events = try follower.next(within: noFollow ? .zero : limit)
            if events.isEmpty {
                if noFollow { return }
                guard let limit, limit == .zero else { continue }
                if let end, CallerProcess.now().since(end) > .zero || end == CallerProcess.now() { return }
                throw ExitCode(ExitStatus.timedOut.rawValue)
            }
            let rows = events.filter { event in
                (wanted.kinds.isEmpty || wanted.kinds.contains(event.kind))
                    && end.map { event.time.since($0) == .zero } ?? true
            }.prefix(left).map(EventRow.init)
            left -= rows.count
            try stream.print(Array(rows))
        }
    }

    /// How long the next event may take; nil is for ever.
    private func remaining(_ deadlines: Timestamp?...) -> Duration? {
        let now = CallerProcess.now()
        return deadlines.compactMap { $0?.since(now) }.min()
    }

    private func choice() throws -> TableChoice<EventRow> {
        var options = TableOptions()
        (options.columns, options.sort) = (columns, nil)
        return try TableChoice(options)
    }

    private func wanted() throws -> (ids: Set<String>, kinds: Set<ContainerEvent.Kind>) {
        var ids = Set(containers)
        var kinds: Set<ContainerEvent.Kind> = []
        for text in filter {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            switch (parts.first, parts.last) {
            case ("id", let id?) where parts.count == 2: ids.insert(id)
            case ("type", let name?) where parts.count == 2:
                let all = ContainerEvent.Kind.allCases
                guard let kind = all.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
                    throw ValidationError(
                        "no event type '\(name)'",
                        hint: "there are: \(all.map(\.rawValue).joined(separator: ", "))")
                }
                kinds.insert(kind)
            default: throw ValidationError("the filter '\(text)' is not id=ID or type=TYPE")
            }
        }
        return (ids, kinds)
    }
}
