import HCSSchema
import Testing

private let layer = Layer(id: "a", path: "/l")

/// A document with one change.
private func container(_ change: (inout ContainerConfig) -> Void) -> ContainerConfig {
    var config = ContainerConfig(systemType: "Container", name: "n", layers: [layer])
    change(&config)
    return config
}

private func process(_ change: (inout ProcessConfig) -> Void) -> ProcessConfig {
    var config = ProcessConfig(commandArgs: ["sh"])
    change(&config)
    return config
}

struct ContainerValidationTests {
    @Test(arguments: [
        container { _ in },
        container { $0.systemType = "" },
        container { $0.systemType = "container" },
        container { $0.containerType = "linux" },
        container { $0.processorWeight = 1 },
        container { $0.processorWeight = 10000 },
        container { $0.processorMaximum = 10000 },
        container { $0.memoryMaximumInMB = 4 },
        container { $0.memoryMaximumInMB = 1 << 43 },
        container { $0.hostName = "web-1.example.org" },
        container { $0.hostName = String(repeating: "a", count: 63) },
        container { $0.layers = Array(repeating: layer, count: 500) },
        container {
            $0.volumePath = "/v"
        },
        container { $0.mappedDirectories = [MappedDir(hostPath: "/h", containerPath: "/c")] },
        container {
            $0.hvPartition = true; $0.hvRuntime = HvRuntime()
        },
        container { $0.endpointList = ["e"] },
        container { $0.networkSharedContainerName = "other" },
    ])
    func accepts(_ config: ContainerConfig) {
        #expect(config.validate() == [])
    }

    @Test(arguments: [
        (container { $0.systemType = "VirtualMachine" }, "/SystemType"),
        (container { $0.containerType = "Windows" }, "/ContainerType"),
        (container { $0.containerType = "windows" }, "/ContainerType"),
        (container { $0.containerType = "BSD" }, "/ContainerType"),
        (container { $0.processorWeight = 10001 }, "/ProcessorWeight"),
        (container { $0.processorMaximum = -1 }, "/ProcessorMaximum"),
        (container { $0.processorMaximum = 10001 }, "/ProcessorMaximum"),
        (container { $0.memoryMaximumInMB = 3 }, "/MemoryMaximumInMB"),
        (container { $0.memoryMaximumInMB = -1 }, "/MemoryMaximumInMB"),
        (container { $0.memoryMaximumInMB = 1 << 43 + 1 }, "/MemoryMaximumInMB"),
        (container { $0.hostName = "-a" }, "/HostName"),
        (container { $0.hostName = "a..b" }, "/HostName"),
        (container { $0.hostName = "a_b" }, "/HostName"),
        (container { $0.hostName = "a." + String(repeating: "b", count: 63) }, "/HostName"),
        (container { $0.hostName = String(repeating: "a", count: 64) }, "/HostName"),
        (container { $0.hostName = "é" }, "/HostName"),
        (container { $0.layers = nil }, "/Layers"),
        (container { $0.layers = [] }, "/Layers"),
        (container { $0.layers = Array(repeating: layer, count: 501) }, "/Layers"),
        (container { $0.layers = [layer, Layer(id: "b")] }, "/Layers/1/Path"),
        (container { $0.layers = [Layer(path: "l")] }, "/Layers/0/Path"),
        (
            container { $0.mappedDirectories = [MappedDir(containerPath: "/c")] },
            "/MappedDirectories/0/HostPath"
        ),
        (
            container { $0.mappedDirectories = [MappedDir(hostPath: "/h")] },
            "/MappedDirectories/0/ContainerPath"
        ),
        (
            container { $0.mappedDirectories = [MappedDir(hostPath: "/h\n", containerPath: "/c")] },
            "/MappedDirectories/0/HostPath"
        ),
        (container { $0.hvRuntime = HvRuntime() }, "/HvRuntime"),
        (
            container {
                $0.endpointList = ["e"]; $0.networkSharedContainerName = "o"
            }, "/EndpointList"
        ),
        (container { $0.name = "a\0b" }, "/Name"),
        (container { $0.credentials = "\0" }, "/Credentials"),
        (container { $0.endpointList = ["e", "\0"] }, "/EndpointList/1"),
        (container { $0.layers = [Layer(id: "\0", path: "/l")] }, "/Layers/0/ID"),
        (
            container { $0.mappedPipes = [MappedPipe(hostPath: "s", containerPipeName: "n")] },
            "/MappedPipes/0/HostPath"
        ),
        (
            container {
                $0.hvPartition = true; $0.hvRuntime = HvRuntime(linuxBootParameters: "\0")
            },
            "/HvRuntime/LinuxBootParameters"
        ),
    ])
    func finds(_ config: ContainerConfig, _ pointer: String) {
        let findings = config.validate()
        #expect(findings.map(\.pointer) == [pointer])
        #expect(findings.map(\.severity) == [.error])
    }

    @Test func sentencesAreSafeToPrint() {
        let finding = container { $0.containerType = "\u{1B}[2J" }.validate().first
        #expect(
            finding?.description == #"error: /ContainerType: is "\u{1b}[2J"; it is "Linux" or left out"#)
    }
}

struct ProcessValidationTests {
    @Test(arguments: [
        process { _ in },
        process {
            $0.commandArgs = []; $0.commandLine = "ls -l"
        },
        process {
            $0.commandArgs = []; $0.applicationName = "ls"
        },
        process { $0.environment = ["A": "b=c", "é": ""] },
        process { $0.consoleSize = ConsoleSize(height: 65535, width: 0) },
        process { $0.workingDirectory = "/tmp" },
    ])
    func accepts(_ config: ProcessConfig) {
        #expect(config.validate() == [])
    }

    @Test(arguments: [
        (process { $0.commandArgs = [] }, ["/CommandArgs"]),
        (
            process {
                $0.commandArgs = []; $0.commandLine = "  "
            }, ["/CommandArgs"]
        ),
        (
            process {
                $0.commandArgs = []; $0.commandLine = "'a"
            }, ["/CommandLine"]
        ),
        (process { $0.commandLine = "ls" }, ["/CommandLine"]),
        (process { $0.environment = ["": "x"] }, ["/Environment/"]),
        (process { $0.environment = ["a=b": "x", "c/d=": ""] }, ["/Environment/a=b", "/Environment/c~1d="]),
        (process { $0.environment = ["a\0": "x"] }, ["/Environment/a\0"]),
        (process { $0.environment = ["a": "\0"] }, ["/Environment/a"]),
        (process { $0.commandArgs = ["a", "b\0"] }, ["/CommandArgs/1"]),
        (process { $0.user = "\0" }, ["/User"]),
        (
            process { $0.consoleSize = ConsoleSize(height: 65536, width: 65536) },
            ["/ConsoleSize/0", "/ConsoleSize/1"]
        ),
        (process { $0.workingDirectory = "tmp" }, ["/WorkingDirectory"]),
    ])
    func finds(_ config: ProcessConfig, _ pointers: [String]) {
        #expect(config.validate().map(\.pointer) == pointers)
    }
}
