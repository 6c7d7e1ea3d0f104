import Foundation
import Testing

/// Programs of the host that the tests on storage make images with.
enum Host {
    /// Runs a program to its end; its output, or an error with its words.
    @discardableResult
    static func run(_ program: String, _ arguments: String...) throws -> String {
        try run(program, arguments)
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Foundation.Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]
        let pipe = Foundation.Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        struct Failed: Error { let words: String }
        guard process.terminationStatus == 0 else { throw Failed(words: "\(program): \(output)") }
        return output
    }
}

extension Fixture {
    /// A sparse file.
    func file(_ name: String, megabytes: Int) throws -> String {
        let path = "\(folder)/\(name)"
        try Host.run("truncate", "-s", "\(megabytes)M", path)
        return path
    }

    /// A raw disk with ext4 on it.
    func disk(_ name: String = "disk.img", megabytes: Int = 16) throws -> String {
        let path = try file(name, megabytes: megabytes)
        try Host.run("mke2fs", "-q", "-F", "-t", "ext4", path)
        return path
    }

    /// The same disk in one of qemu's formats.
    func converted(_ disk: String, to format: String, _ options: String, suffix: String) throws -> String {
        let path = "\(folder)/converted-\(format).\(suffix)"
        let chosen = options.isEmpty ? [] : ["-o", options]
        try Host.run("qemu-img", ["convert", "-f", "raw", "-O", format] + chosen + [disk, path])
        return path
    }
}
