internal import HCSSystem

/// One thing a host should have for containers, and whether it does.
public struct HostCheck: Hashable, Sendable {
    /// What became of a check.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// It is there.
        case ok
        /// It is there in part, or something needs attention; what it enables may work.
        case warning
        /// It is not there; what it enables does not work.
        case missing
    }

    /// A short name in lower case: `runtime`, `kvm`.
    public let name: String
    /// Whether no container can be run without it.
    public let isRequired: Bool
    /// Whether it is there.
    public let status: Status
    /// What was found, or why nothing was.
    public let found: String
    /// What it is good for.
    public let enables: String
    /// The command that puts it right; nil when nothing is wrong or no command can.
    public let fix: String?
}

extension ContainerStore {
    /// Looks at this host and tries what containers need: kernel, namespaces, cgroups, overlay, runtimes, devices, folders.
    ///
    /// Starts one probe, which ends before this returns and leaves nothing. Changes nothing and repairs nothing.
    /// - Parameter version: of hcsctl, for the installed completion scripts to be compared with.
    /// - Throws: `missingProgram` when there is no hcsctl to probe with; `supervisorLost` when the probe died.
    public func examineHost(
        version: String, operation: String = "doctor"
    ) throws(ContainerError) -> [HostCheck] {
        let report = try HostProbeLauncher(store: self, operation: operation).report()
        let places = CompletionScripts.places(
            home: ProcessSetup.environment("HOME") ?? "/root",
            dataHome: ProcessSetup.environment("XDG_DATA_HOME"))
        let completions = CompletionScripts.check(version: version, places: places)
        return HostCheck.table.map { $0.check(report) } + [completions]
    }
}
