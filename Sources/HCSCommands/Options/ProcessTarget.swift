internal import ArgumentParser

/// What stands for a container, or for a process in one: `web`, `web/17`.
struct ProcessTarget: ExpressibleByArgument, Hashable {
    let container: String
    let processID: UInt32?

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, parts.count <= 2 else { return nil }
        container = String(first)
        guard parts.count == 2 else {
            processID = nil
            return
        }
        guard let number = UInt32(parts[1]), number > 0, parts[1].utf8.allSatisfy({ $0 >= 0x30 }) else {
            return nil
        }
        processID = number
    }

    /// As it is typed.
    var text: String { processID.map { "\(container)/\($0)" } ?? container }
}
