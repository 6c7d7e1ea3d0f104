internal import HCSCommands
internal import HCSSupervisor

/// The command line, or one container's supervisor when executed under that name.
@main
struct EntryPoint {
    static func main() {
        if CommandLine.arguments.first == SupervisorMain.name { SupervisorMain.run() }
        HCSCommand.main()
    }
}
