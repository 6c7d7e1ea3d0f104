import Foundation

struct Layer: Decodable { let ID: String, Path: String }
struct Directory: Decodable {
    let HostPath: String, ContainerPath: String, ReadOnly: Bool, BandwidthMaximum: UInt64, IOPSMaximum: UInt64
}
struct Config: Decodable {
    let SystemType: String, Name: String, Owner: String, Layers: [Layer], HvPartition: Bool
    let MappedDirectories: [Directory]
}

let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
print(try JSONDecoder().decode(Config.self, from: data).MappedDirectories.count)
