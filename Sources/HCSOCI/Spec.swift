package import HCSSchema

/// The OCI runtime specification, 1.0.2: only the members that are written here, under their own names.
///
/// Optional members are left out when nil, as the specification wants.
package enum OCI {}

extension OCI {
    /// A bundle's `config.json`.
    package struct Spec: Encodable, Hashable, Sendable {
        package var ociVersion = "1.0.2"
        package var process: Process
        package var root: Root
        package var hostname: String
        package var mounts: [Mount]
        package var linux: Linux
    }

    /// The container's first process.
    package struct Process: Encodable, Hashable, Sendable {
        package var terminal = false
        package var user = User()
        package var args: [String]
        package var env: [String]
        package var cwd = "/"
        package var capabilities: Capabilities
        package var noNewPrivileges = false
    }

    package struct User: Encodable, Hashable, Sendable {
        package var uid: UInt32 = 0
        package var gid: UInt32 = 0
    }

    /// Names such as `CAP_CHOWN`. Inheritable and ambient stay empty (CVE-2022-27650, CVE-2022-29162).
    package struct Capabilities: Encodable, Hashable, Sendable {
        package var bounding: [String]
        package var effective: [String]
        package var permitted: [String]
        package var inheritable: [String] = []
        package var ambient: [String] = []
    }

    package struct Root: Encodable, Hashable, Sendable {
        package var path: String
        package var readonly = false
    }

    package struct Mount: Encodable, Hashable, Sendable {
        package var destination: String
        package var type: String
        package var source: String
        package var options: [String]

        package init(destination: String, type: String, source: String, options: [String]) {
            self.destination = destination
            self.type = type
            self.source = source
            self.options = options
        }
    }

    package struct Linux: Encodable, Hashable, Sendable {
        package var namespaces: [Namespace]
        package var cgroupsPath: String
        package var resources: Resources
        package var devices: [Device]?
        package var seccomp: RawJSON?
        package var sysctl: [String: String]?
        package var maskedPaths: [String]
        package var readonlyPaths: [String]
    }

    package struct Namespace: Encodable, Hashable, Sendable {
        package enum Kind: String, Encodable, Hashable, Sendable {
            case pid, mount, uts, ipc, network, cgroup
        }
        package var type: Kind
        /// An existing namespace to join; nil makes a new one.
        package var path: String?
    }
}

extension OCI {
    /// What the container may use of the machine.
    package struct Resources: Encodable, Hashable, Sendable {
        package var devices: [DeviceRule]
        package var memory: Memory?
        package var cpu: CPU?
        package var pids: Pids?
        package var blockIO: BlockIO?
        /// Files of cgroup v2 by name.
        package var unified: [String: String]?
    }

    package struct DeviceRule: Encodable, Hashable, Sendable {
        package var allow: Bool
        package var type: String?
        package var major: Int64?
        package var minor: Int64?
        package var access: String
    }

    package struct Memory: Encodable, Hashable, Sendable {
        /// Bytes.
        package var limit: Int64
        /// Bytes of memory and swap together.
        package var swap: Int64?
    }

    package struct CPU: Encodable, Hashable, Sendable {
        package var shares: UInt64?
        /// Microseconds of processor time in a period.
        package var quota: Int64?
        package var period: UInt64?
    }

    package struct Pids: Encodable, Hashable, Sendable {
        package var limit: Int64
    }

    /// `linux.seccomp`.
    package struct Seccomp: Encodable, Hashable, Sendable {
        package var defaultAction: String
        package var defaultErrnoRet: UInt32?
        package var architectures: [String]
        package var flags: [String]?
        package var syscalls: [Syscall]

        package struct Syscall: Encodable, Hashable, Sendable {
            package var names: [String]
            package var action: String
            package var errnoRet: UInt32?
            package var args: [Argument]?
        }

        package struct Argument: Codable, Hashable, Sendable {
            package var index: UInt32
            package var value: UInt64
            package var valueTwo: UInt64?
            package var op: String
        }
    }
}
