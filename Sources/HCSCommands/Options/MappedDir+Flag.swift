internal import ArgumentParser
internal import HCSSchema

extension MappedDir {
    /// `SRC:DST[:OPTION,...]` with `ro`, `rw`, `bw=SIZE`, `iops=COUNT`, `uvm` and `linux-metadata`.
    init(flag text: String) throws {
        guard let pair = PathPair(text), let destination = pair.destination else {
            throw ValidationError("not SRC:DST or SRC:DST:ro with absolute paths")
        }
        self.init(hostPath: pair.source, containerPath: destination)
        for option in pair.options {
            switch option.name {
            case "ro": readOnly = try option.flag()
            case "rw": readOnly = try !option.flag()
            case "bw":
                bandwidthMaximum = try ByteSize.parse(option.required("a number of bytes, such as 10M"))
            case "iops":
                guard let count = UInt64(try option.required("a number")) else {
                    throw ValidationError("the option iops needs a number")
                }
                iopsMaximum = count
            case "uvm": createInUtilityVM = try option.flag()
            case "linux-metadata": linuxMetadata = try option.flag()
            default: throw option.unknown(among: ["ro", "rw", "bw", "iops", "uvm", "linux-metadata"])
            }
        }
    }
}
