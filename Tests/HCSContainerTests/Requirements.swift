import Foundation
import HCSContainer

/// What the tests on real containers need, or why they cannot run.
enum Requirements {
    static let missing: String? = {
        if geteuid() != 0 { return "needs root" }
        for path in ["/bin/busybox"] + Runtime.allCases.map(\.path) where access(path, X_OK) != 0 {
            return "needs \(path)"
        }
        return nil
    }()

    /// A build machine must have everything; a developer's may not.
    static var met: Bool {
        missing == nil || ProcessInfo.processInfo.environment["CI"] != nil
    }
}

/// Every test runs on both.
enum Runtime: String, CaseIterable, Sendable, CustomStringConvertible {
    case crun, runc

    var path: String { self == .crun ? "/usr/bin/crun" : "/usr/sbin/runc" }
    var description: String { rawValue }
}

/// The programs are built beside the test bundle; this process may be a helper of the toolchain.
enum Programs {
    static let folder: String = {
        let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        for line in maps.split(separator: "\n") where line.hasSuffix(".xctest") {
            guard let start = line.firstIndex(of: "/"), let end = line.lastIndex(of: "/") else { continue }
            return String(line[start..<end])
        }
        return FileManager.default.currentDirectoryPath + "/.build/debug"
    }()

    static var supervisor: String { folder + "/hcsctl" }
}

/// Looks until the condition holds; false when it does not in time.
func eventually(within seconds: Double = 15, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while try !condition() {
        guard Date() < deadline else { return false }
        usleep(2000)
    }
    return true
}

/// What a call came to: `ok`, or the name of its error's code.
func outcome<Result>(_ body: () throws -> Result) -> String {
    do {
        _ = try body()
        return "ok"
    } catch let error as ContainerError {
        return error.code.rawValue
    } catch {
        return "\(error)"
    }
}

/// Runs a body on threads of its own, `count` at once; their results in order.
func onThreads<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> Pending<Result>
{
    let pending = Pending<Result>(count)
    for index in 0..<count {
        Thread.detachNewThread { pending.finish(index, body(index)) }
    }
    return pending
}

/// Results that threads are still working on.
final class Pending<Result: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var results: [Int: Result] = [:]
    private let count: Int

    init(_ count: Int) {
        self.count = count
    }

    func finish(_ index: Int, _ result: Result) {
        condition.withLock {
            results[index] = result
            condition.broadcast()
        }
    }

    var finished: Int { condition.withLock { results.count } }

    /// What has arrived within the time, by index.
    func get(within seconds: Double = 30) -> [Result] {
        let deadline = Date().addingTimeInterval(seconds)
        return condition.withLock {
            while results.count < count, condition.wait(until: deadline) {}
            return (0..<count).compactMap { results[$0] }
        }
    }
}
