import Testing

@testable import HCSSchema

/// The tables against the documents' own coding keys.
struct DocumentSchemaTests {
    private static func keys<Name: CaseIterable & RawRepresentable<String>>(_: Name.Type) -> [String] {
        Name.allCases.map(\.rawValue)
    }

    @Test(arguments: [
        ("ContainerConfig", keys(ContainerConfig.Field.self)), ("Layer", keys(Layer.Field.self)),
        ("MappedDir", keys(MappedDir.Field.self)), ("MappedPipe", keys(MappedPipe.Field.self)),
        ("HvRuntime", keys(HvRuntime.Field.self)), ("MappedVirtualDisk", keys(MappedVirtualDisk.Field.self)),
        ("AssignedDevice", keys(AssignedDevice.Field.self)),
        ("ProcessConfig", keys(ProcessConfig.Field.self)),
        ("ComputeSystemQuery", keys(ComputeSystemQuery.Field.self)),
        ("ResourceModificationRequestResponse", keys(ResourceModificationRequestResponse.Field.self)),
        ("ContainerProperties", keys(ContainerProperties.Field.self)),
        ("ProcessListItem", keys(ProcessListItem.Field.self)),
        ("MappedVirtualDiskController", keys(MappedVirtualDiskController.Field.self)),
        ("Statistics", keys(Statistics.Field.self)), ("MemoryStats", keys(MemoryStats.Field.self)),
        ("ProcessorStats", keys(ProcessorStats.Field.self)), ("StorageStats", keys(StorageStats.Field.self)),
        ("NetworkStats", keys(NetworkStats.Field.self)),
    ])
    func hasTheKeysOfItsDocument(_ name: String, _ keys: [String]) {
        #expect(DocumentSchema.named(name)?.fields.map(\.name) == keys)
    }

    @Test func everyDocumentIsHere() {
        let names = DocumentSchema.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count == 18)
        func documents(_ value: DocumentSchema.Value) -> [String] {
            switch value {
            case .document(let name): [name]
            case .list(let item, _), .tuple(let item, _), .map(_, let item): documents(item)
            default: []
            }
        }
        for schema in DocumentSchema.all {
            for field in schema.fields {
                for name in documents(field.value) { #expect(names.contains(name), "\(field.name)") }
                #expect(field.summary.hasSuffix("."), "\(schema.name).\(field.name)")
            }
        }
    }

    /// The validator has a bit a field.
    @Test func rulesNameFields() {
        for schema in DocumentSchema.all {
            let names = Set(schema.fields.map(\.name))
            #expect(names.count == schema.fields.count)
            #expect(names.count <= 64)
            for rule in schema.rules {
                #expect(names.isSuperset(of: rule.whenSet + rule.whenUnset + [rule.field]), "\(rule)")
            }
        }
    }
}
