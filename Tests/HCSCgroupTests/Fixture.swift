import Foundation
import HCSSystem

/// A folder of captured files, gone at the end.
struct Tree {
    let path = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"

    init(_ files: [String: String]) throws {
        try Files.makeDirectory(path)
        for (name, text) in files {
            let file = "\(path)/\(name)"
            try Files.makeDirectories((file as NSString).deletingLastPathComponent)
            try Files.replace(file, with: Array(text.utf8))
        }
    }

    func remove() {
        try? Files.removeTree(path)
    }
}

enum Captured {
    /// cgroup v1, from this project's build machine; `cpu` and `cpuacct` together as most distributions mount them.
    static let v1 = [
        "cpu,cpuacct/cgroup.procs": "1\n",
        "cpu,cpuacct/hcsctl/a/cgroup.procs": "41\n42\n",
        "cpu,cpuacct/hcsctl/a/cpuacct.usage": "123456789\n",
        "cpu,cpuacct/hcsctl/a/cpuacct.usage_user": "100000000\n",
        "cpu,cpuacct/hcsctl/a/cpuacct.usage_sys": "23456700\n",
        "memory/cgroup.procs": "1\n",
        "memory/hcsctl/a/cgroup.procs": "41\n",
        "memory/hcsctl/a/inner/cgroup.procs": "43\n",
        "memory/hcsctl/a/memory.usage_in_bytes": "10485760\n",
        "memory/hcsctl/a/memory.max_usage_in_bytes": "20971520\n",
        "memory/hcsctl/a/memory.limit_in_bytes": "9223372036854771712\n",
        "memory/hcsctl/a/memory.stat": "cache 1\nrss 2\ntotal_rss 4194304\ntotal_inactive_file 1048576\n",
        "memory/hcsctl/a/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
        "blkio/cgroup.procs": "1\n",
        "blkio/hcsctl/a/cgroup.procs": "41\n",
        "blkio/hcsctl/a/blkio.throttle.io_service_bytes_recursive":
            "8:0 Read 4096\n8:0 Write 8192\n8:0 Sync 0\n8:0 Total 12288\n254:0 Read 1\n254:0 Write 2\nTotal 12291\n",
        "blkio/hcsctl/a/blkio.throttle.io_serviced_recursive":
            "8:0 Read 1\n8:0 Write 2\n254:0 Read 10\n254:0 Write 20\nTotal 33\n",
        "pids/cgroup.procs": "1\n",
        "pids/hcsctl/a/cgroup.procs": "41\n",
        "pids/hcsctl/a/pids.current": "3\n",
        "freezer/cgroup.procs": "1\n",
        "freezer/hcsctl/a/freezer.state": "FROZEN\n",
        // What a runtime left beside the mounts: no hierarchy.
        "hugetlb/hcsctl/a/cgroup.procs": "99\n",
    ]

    static let v2 = [
        "cgroup.controllers": "cpuset cpu io memory hugetlb pids\n",
        "cgroup.procs": "1\n",
        "hcsctl/a/cgroup.procs": "41\n",
        "hcsctl/a/inner/cgroup.procs": "42\n",
        "hcsctl/a/cgroup.events": "populated 1\nfrozen 1\n",
        "hcsctl/a/cpu.stat": "usage_usec 1234\nuser_usec 1000\nsystem_usec 234\nnr_periods 0\n",
        "hcsctl/a/memory.current": "10485760\n",
        "hcsctl/a/memory.peak": "20971520\n",
        "hcsctl/a/memory.max": "max\n",
        "hcsctl/a/memory.stat": "anon 4194304\nfile 9\ninactive_file 1048576\n",
        "hcsctl/a/memory.events": "low 0\nhigh 0\nmax 0\noom 3\noom_kill 3\n",
        "hcsctl/a/io.stat":
            "8:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n254:0 rbytes=1 wbytes=2 rios=10 wios=20\n",
        "hcsctl/a/pids.current": "3\n",
    ]

    static let hybrid = v1.merging([
        "unified/cgroup.controllers": "hugetlb\n", "unified/cgroup.procs": "1\n",
        "unified/hcsctl/a/cgroup.procs": "41\n",
    ]) { $1 }
}
