internal import HCSContainer

extension Exec: PlainVerb {
    init?(plain line: ArraySlice<String>) {
        let plain = PlainLine(
            line, values: ["-e", "--env", "-u", "--user", "-w", "--workdir"],
            flags: ["-i", "--interactive", "-t", "-it", "-ti", "-d", "--detach", "--exact"])
        guard let plain, plain.words.count == 1, !plain.command.isEmpty, let global = GlobalOptions(plain)
        else {
            return nil
        }
        self.init()
        container = plain.words[0]
        command = plain.command
        file = nil
        exact = plain.has("--exact")
        flags = ProcessFlags(plain)
        var changes = ProcessChanges()
        (changes.patches, changes.setJSON, changes.set) = ([], [], [])
        self.changes = changes
        launch = LaunchFlags(plain)
        stay = StayFlags(plain)
        self.global = global
    }
}

extension ProcessFlags {
    fileprivate init(_ line: PlainLine) {
        self.init()
        interactive = line.has("-i", "--interactive", "-it", "-ti")
        env = line.all("-e", "--env")
        envFile = []
        workdir = line.last("-w", "--workdir")
        user = line.last("-u", "--user")
        commandLine = nil
        application = nil
        ociSpec = nil
        inUtilityVM = false
    }
}

extension LaunchFlags {
    fileprivate init(_ line: PlainLine) {
        self.init()
        console = line.has("-t", "-it", "-ti")
        tty = nil
        detach = line.has("-d", "--detach")
        size = nil
        pidfile = nil
        killAfter = .seconds(10)
        onClientExit = .signal
    }
}

extension StayFlags {
    fileprivate init(_ line: PlainLine) {
        self.init()
        detachKeys = DetachKeys.standard
        sigProxy = true
        drain = .idle
        result = nil
    }
}

extension Create: PlainVerb {
    init?(plain line: ArraySlice<String>) {
        guard let plain = PlainLine(line, values: ["-f", "--file"], flags: ["--start"]),
            plain.words.count == 1,
            plain.command.isEmpty, let file = plain.last("-f", "--file"), let global = GlobalOptions(plain)
        else { return nil }
        self.init()
        id = plain.words[0]
        container = ContainerFlags(file: file)
        dryRun = false
        start = plain.has("--start")
        var creation = CreationFlags()
        (creation.cidfile, creation.pidfile, creation.existOk, creation.replace) = (nil, nil, false, false)
        self.creation = creation
        self.global = global
    }
}

extension ContainerFlags {
    fileprivate init(file: String) {
        self.init()
        self.file = file
        (patches, setJSON, set) = ([], [], [])
        name = nil
        (layers, layerFolder, volumePath, sandboxSize, ignoreFlushes) = ([], nil, nil, nil, false)
        hostname = nil
        (cpus, cpuWeight, cpuMax, memory, iopsMax, bandwidthMax) = (nil, nil, nil, nil, nil, nil)
        (mounts, pipes, disks, devices) = ([], [], [], [])
        (endpoints, networkFrom, dnsSearch, unqualifiedDNS) = ([], nil, [], false)
        var machine = MachineFlags()
        machine.setDefaults()
        self.machine = machine
        (type, systemType) = (nil, nil)
        (credentialsFile, servicing, tieToClient) = (nil, false, false)
    }
}

extension MachineFlags {
    fileprivate mutating func setDefaults() {
        isPartition = false
        (image, kernel, initrd, boot, bootSource) = (nil, nil, nil, nil, nil)
        (isWritable, skipsTemplate) = (false, false)
    }
}

extension Start: PlainVerb {
    init?(plain line: ArraySlice<String>) {
        guard let plain = PlainLine(targets: line), let global = GlobalOptions(plain) else { return nil }
        self.init()
        (targets, options, self.global) = (TargetOptions(plain), ChangeOptions(plain), global)
    }
}

extension Terminate: PlainVerb {
    init?(plain line: ArraySlice<String>) {
        guard let plain = PlainLine(targets: line, flags: ["--no-wait"]), let global = GlobalOptions(plain)
        else {
            return nil
        }
        self.init()
        (targets, options, self.global) = (TargetOptions(plain), ChangeOptions(plain), global)
        noWait = plain.has("--no-wait")
    }
}

extension Delete: PlainVerb {
    init?(plain line: ArraySlice<String>) {
        guard let plain = PlainLine(targets: line, flags: ["-f", "--force"]),
            let global = GlobalOptions(plain)
        else {
            return nil
        }
        self.init()
        (targets, options, self.global) = (TargetOptions(plain), ChangeOptions(plain), global)
        force = plain.has("-f", "--force")
    }
}

extension PlainLine {
    /// Names of containers and the flags that go with them.
    fileprivate init?(targets line: ArraySlice<String>, flags: [String] = []) {
        self.init(line, flags: flags + ["--exact", "--ignore"])
        guard !words.isEmpty, command.isEmpty else { return nil }
    }
}
