import HCSContainer
import HCSSchema

/// The life of one container through the library: `container-life ROOT LAYER`, as root.
///
/// ROOT is a folder for the container's state, LAYER a folder with a root file system that has `echo` and `sh`.
@main
struct ContainerLife {
    static func main() {
        guard CommandLine.arguments.count == 3 else {
            say("usage: container-life ROOT LAYER", to: .standardError)
            CallerProcess.exit(64)
        }
        do throws(ContainerError) {
            try live(root: CommandLine.arguments[1], layer: CommandLine.arguments[2])
        } catch {
            say("container-life: \(error)", to: .standardError)
            CallerProcess.exit(1)
        }
    }

    static func live(root: String, layer: String) throws(ContainerError) {
        let store = ContainerStore(root: root)
        var document = ContainerConfig()
        document.layers = [Layer(id: "base", path: layer)]
        document.hostName = "example"
        document.memoryMaximumInMB = 64

        let container = try store.create(id: "life", configuration: document)
        defer {
            container.close()
            // It is gone already unless something above failed.
            try? store.delete("life", force: true)
        }
        say("state: \(try container.properties().state)")
        try container.start()
        say("state: \(try container.properties().state)")

        var task = ProcessConfig()
        task.commandArgs = ["sh", "-c", "echo hello from $(hostname); exit 7"]
        task.createStdOutPipe = true
        let process = try container.createProcess(task)
        if let output = process.standardStreams.output {
            while case let bytes = try output.read(maximum: 4096), !bytes.isEmpty {
                say("output: \(String(decoding: bytes, as: UTF8.self).dropLast())")
            }
        }
        say("exit code: \(try process.wait(timeout: .seconds(30)).code)")
        process.close()

        // Shutdown and Terminate ask; on success they say "pending", as hcsshim's do. Wait waits.
        do {
            try container.terminate()
        } catch {
            guard error.isPending else { throw error }
        }
        try container.wait(timeout: .seconds(30))
        say("state: \(try container.properties().state)")
        try store.delete("life", force: false)
        say("containers: \(try store.containers().count)")
    }

    private static func say(_ text: String, to output: CallerProcess.Output = .standardOutput) {
        // Where nobody listens there is nothing to say.
        try? CallerProcess.write(text + "\n", to: output, operation: "container-life")
    }
}
