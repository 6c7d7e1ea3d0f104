import Foundation
import HCSContainer
import HCSSchema
import Testing

/// The store's questions: lists, references, statistics.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct StoreTests {
    @Test(arguments: Runtime.allCases)
    func lists(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            #expect(try fixture.store.containers().isEmpty)
            var document = fixture.document
            document.name = "first"
            _ = try fixture.create("a1", document)
            document.owner = "others"
            document.name = "second"
            _ = try fixture.create("a2", document)
            let files = FileManager.default
            for (id, text) in [
                ("broken", "garbage"), ("empty", ""), ("deep", String(repeating: "[", count: 100_000)),
            ] {
                try files.createDirectory(atPath: "\(fixture.root)/\(id)", withIntermediateDirectories: false)
                try text.write(toFile: "\(fixture.root)/\(id)/state.json", atomically: false, encoding: .utf8)
            }
            try files.createDirectory(atPath: fixture.root + "/bare", withIntermediateDirectories: false)
            try "x".write(toFile: fixture.root + "/file", atomically: false, encoding: .utf8)
            try files.createDirectory(atPath: fixture.root + "/not an id", withIntermediateDirectories: false)
            #expect(
                try fixture.store.containers().map(\.id) == ["a1", "a2", "bare", "broken", "deep", "empty"])
            #expect(try fixture.store.containers().filter { $0.state == "Unknown" }.count == 4)
            for (query, ids) in [
                (ComputeSystemQuery(owners: ["others"]), ["a2"]),
                (ComputeSystemQuery(names: ["first"]), ["a1"]),
                (ComputeSystemQuery(ids: ["a1", "a2"], owners: ["tests"]), ["a1"]),
                (ComputeSystemQuery(ids: ["none"]), []), (ComputeSystemQuery(ids: ["broken"]), ["broken"]),
            ] {
                #expect(try fixture.store.containers(matching: query).map(\.id) == ids)
            }
            #expect(outcome { try fixture.store.open("broken").properties() } == "SystemFailed")
            #expect(outcome { try fixture.store.open("broken").start() } == "SystemFailed")
            #expect(outcome { try fixture.store.delete("broken", force: false) } == "SystemFailed")
            for id in ["broken", "empty", "deep", "bare"] { try fixture.store.delete(id, force: true) }
            try files.removeItem(atPath: fixture.root + "/file")
            try files.removeItem(atPath: fixture.root + "/not an id")
            #expect(try fixture.store.containers().map(\.id) == ["a1", "a2"])
        }
    }

    @Test(arguments: Runtime.allCases)
    func references(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            for id in ["web", "web-one", "web-two", "database"] {
                try FileManager.default.createDirectory(
                    atPath: "\(fixture.root)/\(id)", withIntermediateDirectories: true)
            }
            func resolve(_ reference: String, exact: Bool = false) -> String {
                do {
                    return try fixture.store.resolve(reference, exact: exact, operation: "test")
                } catch {
                    return error.code.rawValue
                }
            }
            #expect(resolve("web") == "web", "a whole id is never ambiguous")
            #expect(resolve("web-") == "InvalidArgument")
            #expect(resolve("web-o") == "web-one")
            #expect(resolve("data") == "database")
            #expect(resolve("data", exact: true) == "NotFound")
            #expect(resolve("da") == "NotFound", "too short to mean something")
            #expect(resolve("x") == "NotFound")
            for id in [
                "", ".", "..", "a/b", "a\nb", String(repeating: "a", count: 300), "\u{202e}", "-x", "a\0b",
            ] {
                #expect(resolve(id) == "InvalidArgument", "\(id.debugDescription)")
                #expect(outcome { try fixture.create(id) } == "InvalidArgument")
                #expect(outcome { try fixture.store.open(id) } == "InvalidArgument")
            }
            for id in ["web", "web-one", "web-two", "database"] { try fixture.store.delete(id, force: true) }
        }
    }

    @Test(arguments: Runtime.allCases)
    func statistics(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.create()
            let zero = try container.statistics()
            #expect(zero.processor.totalRuntime100ns == 0)
            #expect(zero.containerStartTime == .zero)
            try container.start()
            let busy = try container.shell("while :; do :; done")
            let isBusy = try eventually { try container.statistics().processor.totalRuntime100ns > 500_000 }
            #expect(isBusy)
            let live = try container.statistics()
            #expect(live.uptime100ns > 0)
            #expect(live.containerStartTime != .zero)
            #expect(live.memory.usageCommitBytes > 0)
            #expect(
                try container.properties().statistics.processor.totalRuntime100ns
                    >= live.processor.totalRuntime100ns)
            try busy.kill()
            #expect(outcome { try container.terminate() } == "OperationPending")
            try container.wait(timeout: .seconds(20))
            let last = try container.statistics()
            #expect(last.processor.totalRuntime100ns >= live.processor.totalRuntime100ns)
            #expect(last.containerStartTime == live.containerStartTime)
            #expect(try container.statistics() == last, "the last known stays")
        }
    }

    @Test(arguments: Runtime.allCases)
    func badDocuments(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            var document = fixture.document
            document.layers = [Layer(path: fixture.folder + "/none")]
            #expect(outcome { try fixture.create("c", document) } == "InvalidArgument")
            document.layers = [Layer(path: fixture.folder + "/layer/bin/busybox")]
            #expect(outcome { try fixture.create("c", document) } == "InvalidArgument")
            document = fixture.document
            document.hvPartition = true
            #expect(outcome { try fixture.create("c", document) } == "Unsupported")
            var options = fixture.store.options
            options.runtime = "no-such-runtime"
            let store = ContainerStore(root: fixture.root, options: options)
            #expect(
                outcome { try store.create(id: "c", configuration: fixture.document) } == "MissingProgram")
            options = fixture.store.options
            options.supervisor = fixture.folder + "/none"
            let other = ContainerStore(root: fixture.root, options: options)
            #expect(outcome { try other.create(id: "c", configuration: fixture.document) } != "ok")
            fixture.ledger.expectNothing()
        }
    }
}
