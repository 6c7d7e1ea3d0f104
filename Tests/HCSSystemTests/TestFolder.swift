import Foundation
import HCSSystem

/// A temporary folder, gone at the end.
final class TestFolder {
    let path = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
    let descriptor: Descriptor

    init() throws {
        try Files.makeDirectory(path)
        descriptor = try Files.openFolder(path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Looks until the condition holds; false when it does not in time.
func eventually(within seconds: Double = 10, _ condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while !condition() {
        guard Date() < deadline else { return false }
        usleep(1000)
    }
    return true
}

/// Puts /dev/null in the place of one end of a pipe, so that only others have it.
func dropEnd(_ end: Descriptor) {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    dup2(null, end.number)
    close(null)
}
