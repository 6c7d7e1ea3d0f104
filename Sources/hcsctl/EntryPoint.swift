internal import HCSCommands
internal import HCSSupervisor

/// The command line, or one container's supervisor or the keeper of one of its disks when executed under that name.
@main
struct EntryPoint {
    static func main() {
        if CommandLine.arguments.first == SupervisorMain.name { SupervisorMain.run() }
        if CommandLine.arguments.first == DiskKeeperMain.name { DiskKeeperMain.run() }
        HCSCommand.main()
    }
}
