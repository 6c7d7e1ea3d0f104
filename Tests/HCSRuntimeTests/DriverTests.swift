import Foundation
import HCSSystem
import Testing

@testable import HCSRuntime

/// The driver against shell scripts that behave as a runtime should not.
@Suite struct DriverTests {
    private func with(
        _ script: String, deadline: Duration = .seconds(10), kind: RuntimeChoice.Kind = .other,
        _ body: (OCIRuntime, String) throws -> Void
    ) throws {
        let folder = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        try Files.makeDirectory(folder)
        defer { try? Files.removeTree(folder) }
        let path = "\(folder)/runtime"
        try Files.replace(path, with: Array("#!/bin/sh\n\(script)\n".utf8), mode: 0o700)
        let runtime = OCIRuntime(
            RuntimeChoice(path: path, kind: kind, needsMask: false), stateRoot: "\(folder)/state",
            logPath: "\(folder)/log", runner: TestRunner(), deadline: deadline)
        try body(runtime, folder)
    }

    private func create(_ runtime: OCIRuntime, _ folder: String) throws -> Int32 {
        try runtime.create(
            id: "x", bundle: folder, pidFile: "\(folder)/pid", preserved: [], cgroupsPath: "/hcsctl-test-none"
        )
    }

    @Test(arguments: [
        (RuntimeChoice.Kind.crun, "--cgroup-manager=cgroupfs delete --force x"), (.runc, "delete --force x"),
    ])
    func flagsAreAsTheRuntimeWants(_ kind: RuntimeChoice.Kind, _ tail: String) throws {
        try with(#"echo "$@" > "${0%/*}/arguments""#, kind: kind) { runtime, folder in
            try runtime.delete(id: "x", force: true)
            #expect(
                try Files.text("\(folder)/arguments")
                    == "--root \(folder)/state --log \(folder)/log --log-format json \(tail)")
        }
    }

    @Test(arguments: [
        ("", "Is a directory|No such file"), ("echo > \"$pid\"", "not a process number"),
        ("echo 0 > \"$pid\"", "not a process number"), ("echo 1 > \"$pid\"", "not a process number"),
        ("echo -7 > \"$pid\"", "not a process number"),
        ("echo 99999999999 > \"$pid\"", "not a process number"),
        ("head -c 9000 /dev/zero > \"$pid\"", "too large"),
        ("echo $$ > \"$pid\"", "not in the container's cgroup"),
        ("echo \(getpid()) > \"$pid\"", "not in the container's cgroup"),
    ])
    func aBadPidFileIsNotBelieved(_ script: String, _ reason: String) throws {
        try with("pid=\"${0%/*}/pid\"\n" + script) { runtime, folder in
            #expect {
                try create(runtime, folder)
            } throws: { error in
                guard case .noProcess(_, let text)? = error as? RuntimeError else { return false }
                return reason.split(separator: "|").contains { text.contains($0) }
            }
        }
    }

    @Test func anOldPidFileIsNotBelieved() throws {
        try with("exit 0") { runtime, folder in
            try Files.replace("\(folder)/pid", with: Array("4242".utf8))
            #expect(throws: RuntimeError.self) { try create(runtime, folder) }
            #expect(throws: SyscallError.self) { try Files.status("\(folder)/pid") }
        }
    }

    @Test func aHangingRuntimeIsKilled() throws {
        try with("exec sleep 600", deadline: .seconds(1)) { runtime, _ in
            #expect {
                try runtime.start(id: "x")
            } throws: {
                guard case .notRun(_, let error)? = $0 as? RuntimeError else { return false }
                return error.kind == .timedOut && "\($0)".contains("did not end in time")
            }
        }
    }

    @Test func aKilledRuntimeSaysItsSignal() throws {
        try with("kill -9 $$") { runtime, folder in
            #expect(
                throws: RuntimeError.failed(
                    command: "\(folder)/runtime start", status: .signalled(SIGKILL), message: "")
            ) { try runtime.start(id: "x") }
        }
    }

    @Test func aMissingRuntimeIsNotRun() throws {
        let runtime = OCIRuntime(
            RuntimeChoice(path: "/none/crun", kind: .crun, needsMask: false), stateRoot: "/tmp",
            logPath: "/tmp/hcsctl-test-none.log", runner: TestRunner())
        #expect {
            try runtime.start(id: "x")
        } throws: {
            guard case .notRun(_, let error)? = $0 as? RuntimeError else { return false }
            return error.kind == .missing
        }
    }

    @Test(arguments: [
        // runc's and crun's own lines.
        (
            #"{"level":"error","msg":"exec: \"/x\": stat /x: no such file","time":"2026-01-01T00:00:00Z"}"#,
            #"exec: "/x": stat /x: no such file"#
        ),
        (
            #"{"msg": "executable file `/x` not found in $PATH", "level": "error", "time": "2026"}"#,
            "executable file `/x` not found in $PATH"
        ),
        (
            #"{"msg":"first","level":"error"}"# + "\n" + #"{"msg":"last","level":"error"}"# + "\n"
                + #"{"msg":"a warning","level":"warning"}"#, "last"
        ),
        (#"{"msg":"\u001b[2Jx\u202ey\n","level":"error"}"#, #"\u{1b}[2Jx\u{202e}y\u{a}"#),
        (#"{"msg":"whole","level":"error"}"# + "\n" + #"{"msg":"cut off"#, "whole"), ("no json", ""),
        ("", ""),
    ])
    func theLastErrorOfTheLogIsTheReason(_ log: String, _ message: String) throws {
        try with("exit 3") { runtime, folder in
            try Files.replace("\(folder)/log", with: Array(log.utf8))
            #expect(RuntimeLog.lastError(in: "\(folder)/log") == message)
            // The log of an earlier command is not this one's.
            #expect(
                throws: RuntimeError.failed(
                    command: "\(folder)/runtime start", status: .exited(3), message: "")
            ) { try runtime.start(id: "x") }
        }
    }

    @Test func aLongMessageIsCut() {
        #expect(RuntimeLog.printable(String(repeating: "a", count: 5000)).count == 1000)
    }
}
