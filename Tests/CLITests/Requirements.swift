import Foundation
import Testing

/// What these tests need, or why they cannot run.
enum Requirements {
    static let missing: String? = {
        if geteuid() != 0 { return "needs root" }
        if access("/bin/busybox", X_OK) != 0 { return "needs busybox-static" }
        for path in ["/usr/bin/crun", "/usr/sbin/runc"] where access(path, X_OK) != 0 {
            return "needs \(path)"
        }
        return nil
    }()

    /// A build machine must have everything; a developer's may not.
    static var met: Bool {
        let environment = ProcessInfo.processInfo.environment
        return missing == nil || environment["CI"] != nil || environment["HCS_REQUIRE"] != nil
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where a requirement is missing, with the reason.
    static var realContainers: Self {
        .enabled(if: Requirements.met, Comment(rawValue: Requirements.missing ?? "all there"))
    }
}

/// The OCI runtimes every test with a container runs under.
enum Runtime: String, CaseIterable, CustomTestStringConvertible {
    case crun
    case runc

    var testDescription: String { rawValue }
}

/// What went wrong in the test's own machinery.
struct FixtureError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Asks again and again until the answer is yes; the last answer when the time is over.
func eventually(within seconds: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while Date() < deadline {
        if try condition() { return true }
        usleep(5000)
    }
    return try condition()
}
