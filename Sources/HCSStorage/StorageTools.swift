package import HCSSystem

/// Runs the host's programs for file systems and disk images: e2fsprogs, util-linux, qemu-storage-daemon.
package struct StorageTools {
    private let runner: any CommandRunner
    private let folders: [String]
    private let deadline: Duration

    private static let usualFolders = [
        "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin",
    ]
    private static let maximumOutput = 32 << 10

    /// - Parameters:
    ///   - searchPath: the caller's PATH; folders in it that are not absolute are skipped.
    ///   - deadline: how long one program may take.
    package init(runner: any CommandRunner, searchPath: String?, deadline: Duration) {
        self.runner = runner
        self.deadline = deadline
        folders =
            (searchPath ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
            + Self.usualFolders
    }

    package func find(_ name: String, package: String) throws(StorageError) -> String {
        for folder in folders where Files.isExecutable("\(folder)/\(name)") { return "\(folder)/\(name)" }
        throw .missingTool(name: name, package: package)
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - preserved: its descriptors from 3 on.
    ///   - accepted: exit codes that are no failure.
    /// - Returns: its code, and what it printed.
    @discardableResult
    func run(
        _ name: String, package: String, _ arguments: [String], preserved: [Descriptor] = [],
        accepted: Set<Int32> = [0]
    ) throws(StorageError) -> (code: Int32, output: String) {
        let path = try find(name, package: package)
        do {
            // Files in memory, not pipes: a program that says much does not block.
            let output = try Files.inMemory("output")
            let complaints = try Files.inMemory("errors")
            var command = Command(
                path: path, arguments: [path] + arguments,
                environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"],
                descriptors: [nil, output, complaints] + preserved)
            command.diesWithParent = true
            let status = try runner.run(command, deadline: deadline)
            guard case .exited(let code) = status, accepted.contains(code) else {
                throw StorageError.tool(
                    name: name, status: status, message: try text(of: complaints, orOf: output))
            }
            return (code, try text(of: output))
        } catch let error as StorageError {
            throw error
        } catch let error as SyscallError {
            throw .toolNotRun(name: name, error)
        } catch {
            throw .tool(name: name, status: .exited(-1), message: "\(error)")
        }
    }

    private func text(of file: Descriptor, orOf other: Descriptor? = nil) throws(SyscallError) -> String {
        let bytes = try Files.bytes(of: file, at: 0, count: Self.maximumOutput, named: "output")
        let text = String(decoding: bytes, as: UTF8.self)
        guard let other, bytes.allSatisfy({ $0 <= 32 }) else { return text }
        return try self.text(of: other)
    }
}
