import Foundation
import Testing

/// The numbers of `stats` beside the kernel's, by a path of their own, within 2 %.
@Suite(.realContainers) struct StatisticsTests {
    private func stats(_ fixture: CLIFixture) throws -> [String: Any] {
        try fixture.object(["stats", fixture.id, "--all", "--window", "0"])
    }

    private func number(_ document: [String: Any], _ part: String, _ key: String) throws -> Double {
        let part = try #require(document[part] as? [String: Any])
        return try #require(part[key] as? NSNumber).doubleValue
    }

    private func expectClose(
        _ value: Double, _ reference: Double, _ what: String, within share: Double = 0.02,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            abs(value - reference) <= reference * share, "\(what): \(value), the kernel says \(reference)",
            sourceLocation: sourceLocation)
    }

    private func hostProcess(_ fixture: CLIFixture, _ name: String) throws -> Int {
        let rows = try fixture.succeed(["ps", fixture.id, "--format", "json"]).json() as? [[String: Any]]
        let row = rows?.first { "\(fixture.id)/\($0["ProcessId"] ?? "")" == name }
        return try #require(row?["HostProcessId"] as? Int)
    }

    /// A loop of half a second of processor time: what the scheduler counted for that very process.
    @Test(arguments: Runtime.allCases) func processorTime(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let before = try number(try stats(fixture), "Processor", "TotalRuntime100ns")
            let name = try fixture.detach("sh", "-c", "while :; do :; done")
            let host = try hostProcess(fixture, name)
            // Stopped, so that both look at the same moment.
            func used() -> Double {
                let words = (fixture.text("/proc/\(host)/schedstat") ?? "").split(separator: " ")
                return words.first.flatMap { Double($0) } ?? 0
            }
            #expect(eventually(within: 60) { used() > 0.6e9 })
            kill(pid_t(host), SIGSTOP)
            #expect(eventually { (fixture.text("/proc/\(host)/stat") ?? "").contains(") T ") })
            let document = try stats(fixture)
            let total = try number(document, "Processor", "TotalRuntime100ns")
            expectClose((total - before) * 100, used(), "CPU time")
            let user = try number(document, "Processor", "RuntimeUser100ns")
            let kernel = try number(document, "Processor", "RuntimeKernel100ns")
            #expect(abs(user + kernel - total) <= 1)
            kill(pid_t(host), SIGCONT)
            try fixture.succeed(["pause", fixture.id])
            let frozen = try number(try stats(fixture), "Processor", "TotalRuntime100ns")
            usleep(50_000)
            #expect(try number(try stats(fixture), "Processor", "TotalRuntime100ns") == frozen)
            try fixture.succeed(["resume", fixture.id])
            try fixture.succeed(["terminate", fixture.id])
            // The last known stays.
            #expect(try number(try stats(fixture), "Processor", "TotalRuntime100ns") >= frozen)
        }
    }

    /// 64 MiB that a program holds: what /proc says it has for itself.
    @Test(arguments: Runtime.allCases) func memory(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let before = try number(try stats(fixture), "Memory", "MemoryUsagePrivateWorkingSetBytes")
            let name = try fixture.detach("dd", "if=/dev/zero", "of=/dev/null", "bs=64M")
            let host = try hostProcess(fixture, name)
            func anonymous() -> Double {
                let lines = (fixture.text("/proc/\(host)/status") ?? "").split(separator: "\n")
                let line = lines.first { $0.hasPrefix("RssAnon:") } ?? ""
                return
                    (line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap {
                        Double($0)
                    } ?? 0)
                    * 1024
            }
            #expect(eventually(within: 30) { anonymous() >= Double(64 << 20) })
            kill(pid_t(host), SIGSTOP)
            let document = try stats(fixture)
            let used = try number(document, "Memory", "MemoryUsagePrivateWorkingSetBytes") - before
            expectClose(used, anonymous(), "private memory")
            #expect(try number(document, "Memory", "MemoryUsageCommitBytes") >= Double(64 << 20))
            #expect(try number(document, "Memory", "MemoryUsageCommitPeakBytes") >= Double(64 << 20))
            kill(pid_t(host), SIGCONT)
        }
    }

    /// 32 MiB written through to a disk of its own: what the block device itself has counted.
    @Test(arguments: Runtime.allCases) func storage(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            try fixture.makeFolder("disk")
            let image = "\(fixture.folder)/image"
            #expect(
                FileManager.default.createFile(atPath: image, contents: nil) && truncate(image, 64 << 20) == 0
            )
            try host("/sbin/mkfs.ext4", "-q", "-F", image)
            try host("/bin/mount", "-o", "loop,sync", image, "\(fixture.folder)/disk")
            defer { _ = try? host("/bin/umount", "\(fixture.folder)/disk") }
            let device = try #require(
                try host("/bin/findmnt", "-n", "-o", "SOURCE", "\(fixture.folder)/disk").split(separator: "/")
                    .last)
            let mount = "\(fixture.folder)/disk:/disk"
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--mount", mount, "--start"])
            defer { _ = try? fixture.run(["delete", "-f", fixture.id]) }
            func written() -> Double {
                let words =
                    (fixture.text("/sys/block/\(device.trimmingCharacters(in: .whitespacesAndNewlines))/stat")
                    ?? "").split(separator: " ")
                return words.count > 6 ? (Double(words[6]) ?? 0) * 512 : 0
            }
            let before = (written(), try number(try stats(fixture), "Storage", "WriteSizeBytes"))
            #expect(
                try fixture.exec("dd", "if=/dev/zero", "of=/disk/file", "bs=1M", "count=32", "conv=fsync")
                    .status == 0)
            let counted = try number(try stats(fixture), "Storage", "WriteSizeBytes") - before.1
            // What the loop device writes on to the file below it is counted as well.
            #expect(written() - before.0 >= Double(32 << 20))
            #expect(counted >= (written() - before.0) * 0.98, "\(counted) of \(written() - before.0)")
        }
    }

    @discardableResult
    private func host(_ path: String, _ arguments: String...) throws -> String {
        let result = try RunningProgram(
            Invocation(
                path: path, arguments: arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
        ).wait()
        #expect(result.status == 0, "\(result)")
        return result.word
    }

    @Test(arguments: Runtime.allCases) func everyStateAnswers(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer])
            let created = try stats(fixture)
            #expect(created["State"] as? String == "Created" && created["Timestamp"] is String)
            #expect(try number(created, "Processor", "TotalRuntime100ns") == 0)
            try fixture.succeed(["start", fixture.id])
            let rows = try fixture.run(["stats", "-n", "3", "--interval", "50ms", "--format", "json"])
            #expect(rows.lines.count == 3 && rows.status == 0, "\(rows)")
            let table = try fixture.run(["stats", "-n", "2", "--interval", "50ms"])
            #expect(table.lines.count == 3 && table.lines[0].hasPrefix("TIME"), "\(table)")
            let metrics = try fixture.run(["stats", "--format", "prometheus"])
            #expect(metrics.text.contains("hcs_container_state{id=\"\(fixture.id)\",state=\"Running\"} 1\n"))
            #expect(try fixture.run(["list", "--format", "prometheus"]).status == 64)
        }
    }
}
