internal import HCSCommands
internal import HCSSupervisor

/// The command line; or, executed under that name, a container's supervisor, the keeper of a disk, or a probe of the host.
@main
struct EntryPoint {
    static func main() {
        if CommandLine.arguments.first == SupervisorMain.name { SupervisorMain.run() }
        if CommandLine.arguments.first == DiskKeeperMain.name { DiskKeeperMain.run() }
        if CommandLine.arguments.first == HostProbe.name { HostProbe.run() }
        HCSCommand.main()
    }
}
