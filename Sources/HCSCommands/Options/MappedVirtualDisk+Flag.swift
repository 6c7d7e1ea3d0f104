internal import ArgumentParser
internal import HCSSchema

extension MappedVirtualDisk {
    /// `HOST[:DST][:OPTION,...]` with `ro`, `rw`, `attach-only`, `uvm` and `cache=MODE`.
    init(flag text: String) throws {
        guard let pair = PathPair(text) else {
            throw ValidationError("not HOST:DST or HOST::attach-only with absolute paths")
        }
        self.init(hostPath: pair.source, containerPath: pair.destination ?? "")
        for option in pair.options {
            switch option.name {
            case "ro": readOnly = try option.flag()
            case "rw": readOnly = try !option.flag()
            case "attach-only": attachOnly = try option.flag()
            case "uvm": createInUtilityVM = try option.flag()
            case "cache":
                let mode = try option.required("a mode").lowercased()
                guard let known = Self.cacheModes.first(where: { $0.lowercased() == mode }) else {
                    throw ValidationError(
                        "no cache mode '\(mode)': \(Self.cacheModes.joined(separator: ", "))")
                }
                cache = known
            default: throw option.unknown(among: ["ro", "rw", "attach-only", "uvm", "cache"])
            }
        }
        guard attachOnly || !containerPath.isEmpty else {
            throw ValidationError("it needs a place in the container, HOST:DST, or HOST::attach-only")
        }
    }

    private static let cacheModes = ["Disabled", "Enabled", "Private", "PrivateAllowSharing"]
}
