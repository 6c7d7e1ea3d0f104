internal import HCSCommands
internal import HCSImage
internal import HCSSupervisor

/// The command line; or, executed under that name, a container's supervisor, the keeper of a disk, a probe of the host, an
/// import's worker, or a confined program.
@main
struct EntryPoint {
    static func main() {
        switch CommandLine.arguments.first {
        case SupervisorMain.name: SupervisorMain.run()
        case DiskKeeperMain.name: DiskKeeperMain.run()
        case HostProbe.name: HostProbe.run()
        case ImportMain.name: ImportMain.run()
        case ConfinedMain.name: ConfinedMain.run(CommandLine.arguments)
        default: HCSCommand.main()
        }
    }
}
