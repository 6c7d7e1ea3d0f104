internal import HCSSchema

/// The disks of one container.
struct DiskMap: Encodable {
    let container: String
    let controllers: [Int: MappedVirtualDiskController]

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
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(container, forKey: Key("Id"))
        try keys.encode(v1, forKey: Key("MappedVirtualDiskControllers"))
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
struct DiskRow: TableRow {
    let container: String
    let controller: Int
    let unit: Int
    let disk: MappedVirtualDisk

    var name: String { disk.hostPath }

    static func columns(isWide: Bool) -> [TableColumn] {
        [
            .text("CONTAINER"), .number("CONTROLLER"), .number("LUN"), .wideText("HOST PATH"),
            .wideText("CONTAINER PATH"), .text("MODE"), .text("CACHE"), .text("ATTACH-ONLY"), .text("UVM"),
        ]
    }

    func cells(isWide: Bool) -> [String] {
        [
            container, "\(controller)", "\(unit)", disk.hostPath, disk.containerPath,
            disk.readOnly ? "ro" : "rw",
            disk.cache.isEmpty ? "-" : disk.cache, disk.attachOnly ? "yes" : "no",
            disk.createInUtilityVM ? "yes" : "no",
        ]
    }

    func encode(to encoder: any Encoder) throws {
        try DiskMap(
            container: container, controllers: [controller: .init(mappedVirtualDisks: [unit: disk])]
        ).encode(to: encoder)
    }
}
