internal import HCSCgroup
internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// What a container uses at one moment.
public struct ContainerSample: Hashable, Sendable {
    /// The container's id.
    public let id: String
    /// Created, Running, Paused or Stopped.
    public let state: String
    /// The v1 document.
    public let statistics: Statistics
    /// How many processes are in the container, the agent left out.
    public let processCount: Int
}

/// Answers questions about many containers of one store, from their state files, cgroupfs and /proc.
///
/// Keeps what is the same for all of them, and a buffer; starts no process, wakes no supervisor. Not Sendable.
public final class ContainerReader {
    private let store: ContainerStore
    private let files = KernelFiles()
    private var hierarchy: CgroupHierarchy?
    private var records: [String: ContainerRecord] = [:]

    /// Makes a reader; reads nothing yet.
    public init(_ store: ContainerStore) {
        self.store = store
    }

    /// What a container uses: zero before its start, the last known once it is stopped.
    ///
    /// - Parameter again: whether its state may be that of this reader's last look: for the end of a short window.
    /// - Throws: `notFound`; `systemFailed` where its state cannot be read.
    public func sample(
        of id: String, again: Bool = false, operation: String
    ) throws(ContainerError) -> ContainerSample {
        if again, let record = records[id], [.running, .paused].contains(record.state) {
            return try sample(record, record.state, operation)
        }
        let record = try HostContainer(store: store, id: id).caller.record(operation)
        records[id] = record
        return try sample(record, record.liveState, operation)
    }

    private func sample(
        _ record: ContainerRecord, _ state: ContainerRecord.State, _ operation: String
    ) throws(ContainerError) -> ContainerSample {
        let isAlive = [.running, .paused].contains(state)
        return ContainerSample(
            id: record.id, state: state.rawValue,
            statistics: try statistics(of: record, state, operation),
            processCount: isAlive
                ? max(0, try cgroup(of: record, operation).processCount(with: files) - 1) : 0)
    }

    func statistics(
        of record: ContainerRecord, _ state: ContainerRecord.State, _ operation: String
    ) throws(ContainerError) -> Statistics {
        guard let started = record.started else { return Statistics(timestamp: .now) }
        guard state != .stopped else {
            return record.statistics ?? Statistics(timestamp: .now, containerStartTime: started)
        }
        let usage = try cgroup(of: record, operation).usage(.statistics, with: files)
        let networks = record.agent.flatMap { NetworkCounters.read(ofInit: $0.pid, with: files) } ?? []
        return Statistics(usage, started: started, at: .now, networks: networks)
    }

    /// The processes in a container, the agent left out, by number; none unless it is Running or Paused.
    ///
    /// - Throws: `notFound`; `systemFailed` where its state cannot be read.
    public func processes(of id: String, operation: String) throws(ContainerError) -> [ProcessDetail] {
        let record = try HostContainer(store: store, id: id).caller.record(operation)
        guard [.running, .paused].contains(record.liveState) else { return [] }
        let all = try cgroup(of: record, operation).processes(with: files)
        let numbers = Dictionary(all.map { ($0.hostPID, $0.pid) }) { first, _ in first }
        return all.filter { $0.hostPID != record.agent?.pid }.map {
            ProcessDetail($0, parent: numbers[$0.parentHostPID] ?? 0)
        }
    }

    func cgroup(
        of record: ContainerRecord, _ operation: String
    ) throws(ContainerError) -> Cgroup {
        if let hierarchy { return hierarchy.cgroup(record.cgroup) }
        do throws(SyscallError) {
            let hierarchy = try CgroupHierarchy.detect()
            self.hierarchy = hierarchy
            return hierarchy.cgroup(record.cgroup)
        } catch {
            throw ContainerError(
                error, doing: "cannot read its cgroup", operation: operation, containerID: record.id)
        }
    }
}
