package import HCSSchema
package import HCSSystem

/// A virtual disk that is attached to a container.
package struct DiskRecord: Hashable, Sendable, Codable {
    /// Of a controller there are four, as HCS has, each with 64 units.
    package var controller: Int
    package var unit: Int
    package var disk: MappedVirtualDisk
    /// The loop device as `7:3`.
    package var device: String
    /// The process that holds the disk while the container lives, if it needs one.
    package var keeper: ProcessIdentity?

    package init(place: Place, disk: MappedVirtualDisk, device: String, keeper: ProcessIdentity?) {
        controller = place.controller
        unit = place.unit
        self.disk = disk
        self.device = device
        self.keeper = keeper
    }

    /// Where a disk is found.
    package struct Place: Hashable, Sendable {
        package static let controllers = 4
        package static let units = 64

        package let controller: Int
        package let unit: Int

        /// Nil for numbers that no disk has.
        package init?(controller: Int, unit: Int) {
            guard (0..<Place.controllers).contains(controller), (0..<Place.units).contains(unit) else {
                return nil
            }
            self.controller = controller
            self.unit = unit
        }

        /// The first that is free; nil when all are taken.
        package init?(free disks: [DiskRecord]) {
            let taken = Set(disks.map { $0.controller * Place.units + $0.unit })
            guard let number = (0..<Place.controllers * Place.units).first(where: { !taken.contains($0) })
            else {
                return nil
            }
            controller = number / Place.units
            unit = number % Place.units
        }
    }
}

extension [DiskRecord] {
    /// HCS's map: controllers by number, disks by unit.
    package var controllers: [Int: MappedVirtualDiskController] {
        reduce(into: [:]) { map, record in
            map[record.controller, default: MappedVirtualDiskController()]
                .mappedVirtualDisks[record.unit] = record.disk
        }
    }
}
