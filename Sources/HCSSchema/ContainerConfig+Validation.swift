extension ContainerConfig {
    /// The most layers an overlay file system takes.
    public static let maximumLayerCount = 500

    /// Checks what a document must be to make a Linux container.
    public func validate() -> [DocumentFinding] {
        kindFindings() + limitFindings() + layerFindings() + mappingFindings() + networkFindings()
            + texts.compactMap(\.nulFinding)
    }

    private func kindFindings() -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        if !systemType.isEmpty, systemType.lowercased() != "container" {
            findings.append(.init("/SystemType", "is \"\(systemType)\"; only \"Container\" can be created"))
        }
        switch containerType.lowercased() {
        case "", "linux": break
        case "windows":
            findings.append(.init("/ContainerType", "is \"Windows\"; this host runs Linux containers only"))
        default:
            findings.append(.init("/ContainerType", "is \"\(containerType)\"; it is \"Linux\" or left out"))
        }
        if hvRuntime != nil, !hvPartition {
            findings.append(.init("/HvRuntime", "is only for a container with HvPartition"))
        }
        return findings
    }

    private func limitFindings() -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        if processorWeight > 10000 {
            findings.append(.init("/ProcessorWeight", "is \(processorWeight); it is 1 to 10000, or 0"))
        }
        if !(0...10000).contains(processorMaximum) {
            findings.append(.init("/ProcessorMaximum", "is \(processorMaximum); it is 1 to 10000, or 0"))
        }
        // Less than 4 MiB starts no process; 2^43 MiB is where bytes no longer fit in 63 bits.
        if memoryMaximumInMB != 0, !(4...(1 << 43)).contains(memoryMaximumInMB) {
            findings.append(
                .init("/MemoryMaximumInMB", "is \(memoryMaximumInMB); it is 4 to \(1 << 43), or 0"))
        }
        return findings
    }

    private func layerFindings() -> [DocumentFinding] {
        let layers = layers ?? []
        var findings: [DocumentFinding] = []
        if layers.isEmpty {
            findings.append(.init("/Layers", "is empty; a container needs at least one layer"))
        }
        if layers.count > Self.maximumLayerCount {
            findings.append(
                .init("/Layers", "has \(layers.count) layers; at most \(Self.maximumLayerCount) are possible")
            )
        }
        for (index, layer) in layers.enumerated() where !layer.path.isAbsolutePath {
            findings.append(.init("/Layers/\(index)/Path", "must be an absolute path"))
        }
        return findings
    }

    private func mappingFindings() -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        for (index, directory) in mappedDirectories.enumerated() {
            let pointer = "/MappedDirectories/\(index)"
            let paths = [("/HostPath", directory.hostPath), ("/ContainerPath", directory.containerPath)]
            for (name, path) in paths {
                if !path.isAbsolutePath {
                    findings.append(.init(pointer + name, "must be an absolute path"))
                }
                // It would start a new entry in a mount table.
                if path.utf8.contains(UInt8(ascii: "\n")) {
                    findings.append(.init(pointer + name, "holds a newline"))
                }
            }
        }
        for (index, disk) in mappedVirtualDisks.enumerated() {
            findings += disk.findings("/MappedVirtualDisks/\(index)")
        }
        for (index, pipe) in mappedPipes.enumerated() {
            let pointer = "/MappedPipes/\(index)"
            if pipe.socketPath == nil {
                findings.append(
                    .init(
                        pointer + "/HostPath",
                        #"must be an absolute path, or \\.\pipe\NAME"#))
            }
            if pipe.containerPath == nil {
                findings.append(
                    .init(
                        pointer + "/ContainerPipeName",
                        #"must be NAME, \\.\pipe\NAME or an absolute path without .."#))
            }
        }
        return findings
    }

    private func networkFindings() -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        if !hostName.isEmpty, !hostName.isHostName {
            findings.append(
                .init(
                    "/HostName",
                    "is no host name: at most 64 letters, digits, hyphens and dots, no part of it over 63, "
                        + "and no hyphen at the ends of a part"))
        }
        if !endpointList.isEmpty, !networkSharedContainerName.isEmpty {
            findings.append(
                .init("/EndpointList", "and NetworkSharedContainerName exclude each other"))
        }
        return findings
    }

    private var texts: [TextField] {
        var fields = [
            TextField("/SystemType", systemType), TextField("/Name", name), TextField("/Owner", owner),
            TextField("/VolumePath", volumePath), TextField("/LayerFolderPath", layerFolderPath),
            TextField("/Credentials", credentials), TextField("/HostName", hostName),
            TextField("/NetworkSharedContainerName", networkSharedContainerName),
            TextField("/DNSSearchList", dnsSearchList), TextField("/ContainerType", containerType),
        ]
        for (index, layer) in (layers ?? []).enumerated() {
            fields.append(TextField("/Layers/\(index)/ID", layer.id))
            fields.append(TextField("/Layers/\(index)/Path", layer.path))
        }
        for (index, directory) in mappedDirectories.enumerated() {
            fields.append(TextField("/MappedDirectories/\(index)/HostPath", directory.hostPath))
            fields.append(TextField("/MappedDirectories/\(index)/ContainerPath", directory.containerPath))
        }
        for (index, pipe) in mappedPipes.enumerated() {
            fields.append(TextField("/MappedPipes/\(index)/HostPath", pipe.hostPath))
            fields.append(TextField("/MappedPipes/\(index)/ContainerPipeName", pipe.containerPipeName))
        }
        for (index, disk) in mappedVirtualDisks.enumerated() {
            fields.append(TextField("/MappedVirtualDisks/\(index)/HostPath", disk.hostPath))
            fields.append(TextField("/MappedVirtualDisks/\(index)/ContainerPath", disk.containerPath))
            fields.append(TextField("/MappedVirtualDisks/\(index)/Cache", disk.cache))
        }
        for (index, device) in assignedDevices.enumerated() {
            fields.append(
                TextField("/AssignedDevices/\(index)/InterfaceClassGuid", device.interfaceClassGuid))
        }
        for (index, endpoint) in endpointList.enumerated() {
            fields.append(TextField("/EndpointList/\(index)", endpoint))
        }
        return fields + (hvRuntime?.texts ?? [])
    }
}

extension HvRuntime {
    fileprivate var texts: [TextField] {
        [
            TextField("/HvRuntime/ImagePath", imagePath),
            TextField("/HvRuntime/LinuxInitrdFile", linuxInitrdFile),
            TextField("/HvRuntime/LinuxKernelFile", linuxKernelFile),
            TextField("/HvRuntime/LinuxBootParameters", linuxBootParameters),
            TextField("/HvRuntime/BootSource", bootSource),
        ]
    }
}

extension String {
    /// RFC 1123, within the 64 bytes that Linux has for it.
    fileprivate var isHostName: Bool {
        utf8.count <= 64
            && utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
                label in
                (1...63).contains(label.count)
                    && label.first?.isASCIIAlphanumeric == true && label.last?.isASCIIAlphanumeric == true
                    && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
            }
    }
}
