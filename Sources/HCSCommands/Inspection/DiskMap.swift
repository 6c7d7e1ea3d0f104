internal import HCSSchema

/// The disks of one container.
struct DiskMap: Encodable {
    let container: String
    let controllers: [Int: MappedVirtualDiskController]

    /// The disks of one controller or unit alone, if one is given.
    init(
        container: String, controllers: [Int: MappedVirtualDiskController], controller: Int? = nil,
        unit: Int? = nil
    ) {
        self.container = container
        self.controllers = controllers.filter { controller == nil || $0.key == controller }
            .mapValues { all in
                guard let unit else { return all }
                return MappedVirtualDiskController(
                    mappedVirtualDisks: all.mappedVirtualDisks.filter { $0.key == unit })
            }
    }

    /// The document of the v1 call: controllers by number.
    var v1: V1 { V1(controllers: controllers) }

    /// One row a disk, by controller and unit.
    var rows: [DiskRow] {
        controllers.sorted { $0.key < $1.key }.flatMap { controller, disks in
            disks.mappedVirtualDisks.sorted { $0.key < $1.key }.map { unit, disk in
                DiskRow(container: container, controller: controller, unit: unit, disk: disk)
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: OutputKey.self)
        try keys.encode(SchemaVersion.current, forKey: SchemaVersion.key)
        try keys.encode(container, forKey: OutputKey("Id"))
        try keys.encode(v1, forKey: OutputKey("MappedVirtualDiskControllers"))
    }

    /// Keys in the order Go writes a map: as text.
    struct V1: Encodable {
        let controllers: [Int: MappedVirtualDiskController]

        func encode(to encoder: any Encoder) throws {
            var keys = encoder.container(keyedBy: Key.self)
            for (name, controller) in controllers.map({ ("\($0)", $1) }).sorted(by: { $0.0 < $1.0 }) {
                try keys.encode(controller, forKey: Key(name))
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) {
            stringValue = name
        }

        init?(stringValue: String) {
            self.init(stringValue)
        }

        init?(intValue: Int) {
            self.init("\(intValue)")
        }
    }
}

/// One disk of a container.
struct DiskRow: OutputRow {
    let container: String
    let controller: Int
    let unit: Int
    let disk: MappedVirtualDisk

    var name: String { disk.hostPath }

    static let tableColumns: [OutputColumn<DiskRow>] = [
        .text("CONTAINER", .always, ["Id"]) { $0.container },
        .count("CONTROLLER") { UInt64($0.controller) },
        .count("LUN") { UInt64($0.unit) },
        .text("HOST PATH", .always, ["HostPath"], mayShrink: true) { $0.disk.hostPath },
        .text("CONTAINER PATH", .always, ["ContainerPath"], mayShrink: true) { $0.disk.containerPath },
        .text("MODE", .always, ["ReadOnly"]) { $0.disk.readOnly ? "ro" : "rw" },
        .text("CACHE") { $0.disk.cache.isEmpty ? "-" : $0.disk.cache },
        .text("ATTACH-ONLY", .always, ["AttachOnly"]) { $0.disk.attachOnly ? "yes" : "no" },
        .text("UVM", .always, ["CreateInUtilityVM"]) { $0.disk.createInUtilityVM ? "yes" : "no" },
    ]

    /// One container's disks: not a row of the table, but the map that several targets and jsonl print.
    static let fields: [OutputField<DiskRow>] = [
        OutputField("Id", .text, "the container's id") { .text($0.container) },
        OutputField(
            "MappedVirtualDiskControllers", .document("disks"), "the controllers by number, as v1 has them"
        ) { row in
            let controllers = [
                row.controller: MappedVirtualDiskController(mappedVirtualDisks: [row.unit: row.disk])
            ]
            return .document(DiskMap(container: row.container, controllers: controllers).v1)
        },
    ]
}
