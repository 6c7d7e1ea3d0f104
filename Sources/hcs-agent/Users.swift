import CHCSShims

/// Who a process is.
struct Identity {
    var uid: UInt32 = 0
    var gid: UInt32 = 0
    /// The primary group is one of them, so that giving it up is no way around a file that forbids the group.
    var groups: [UInt32] = []
    /// Empty = unknown.
    var home: [UInt8] = []
}

private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

/// Finds "", name, uid, user:group in the container's own files.
///
/// A user of the container without a group of its own gets its supplementary groups; with a group, only that
/// one, as Docker does.
func resolveUser(_ user: Text) throws(StartFailure) -> Identity {
    try user.withMemoryRebound(to: UInt8.self) { bytes throws(StartFailure) in
        let separator = bytes.firstIndex(of: colon) ?? bytes.endIndex
        let name = bytes[..<separator]
        let group = bytes[min(separator + 1, bytes.endIndex)...]
        var identity = Identity()
        let account = try findUser(name, &identity)
        if group.isEmpty {
            identity.groups = [identity.gid]
            if !account.isEmpty { addGroups(of: account, &identity) }
        } else {
            identity.gid = try findGroup(group)
            identity.groups = [identity.gid]
        }
        return identity
    }
}

/// Fills in uid, gid and home; returns the name in the passwd file, if it is there.
private func findUser(_ user: Bytes, _ identity: inout Identity) throws(StartFailure) -> [UInt8] {
    let number = user.isEmpty ? 0 : try parse(user)
    var account: [UInt8] = []
    var isNamed = false
    var found = Identity()
    forEachLine(of: "/etc/passwd") { fields in
        // name:password:uid:gid:comment:home:shell. A name goes before a number.
        guard fields.count >= 4, let uid = small(fields[2]), let gid = small(fields[3]), !isNamed else {
            return
        }
        let matchesName = !user.isEmpty && fields[0].elementsEqual(user)
        guard matchesName || (account.isEmpty && uid == number) else { return }
        isNamed = matchesName
        account = [UInt8](fields[0])
        found = Identity(uid: uid, gid: gid, home: fields.count > 5 ? [UInt8](fields[5]) : [])
    }
    if !account.isEmpty {
        identity = found
    } else if let number {
        identity.uid = number
    } else if !isRoot(user) {
        throw StartFailure(HCS_STAGE_USER, ENOENT)
    }
    return account
}

private func findGroup(_ group: Bytes) throws(StartFailure) -> UInt32 {
    let number = try parse(group)
    var found: UInt32?
    forEachLine(of: "/etc/group") { fields in
        guard found == nil, fields.count >= 3, fields[0].elementsEqual(group) else { return }
        found = small(fields[2])
    }
    if let gid = found ?? number { return gid }
    throw StartFailure(HCS_STAGE_USER, ENOENT)
}

private func addGroups(of account: [UInt8], _ identity: inout Identity) {
    // The kernel takes no more.
    let maximum = 65_536
    forEachLine(of: "/etc/group") { fields in
        // name:password:gid:member,member
        guard fields.count >= 4, let gid = small(fields[2]), identity.groups.count < maximum else { return }
        let isMember = fields[3].split(separator: comma).contains { $0.elementsEqual(account) }
        if isMember, !identity.groups.contains(gid) { identity.groups.append(gid) }
    }
}

/// A number, or nil for what can only be a name.
///
/// Numbers from 2^31 on are refused, not wrapped.
private func parse(_ text: Bytes) throws(StartFailure) -> UInt32? {
    guard !text.isEmpty, text.allSatisfy({ (zero...nine).contains($0) }) else { return nil }
    guard let number = small(text) else { throw StartFailure(HCS_STAGE_USER, ERANGE) }
    return number
}

private func small(_ digits: Bytes) -> UInt32? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for digit in digits {
        guard (zero...nine).contains(digit) else { return nil }
        value = value * 10 + UInt64(digit - zero)
        guard value <= UInt64(Int32.max) else { return nil }
    }
    return UInt32(value)
}

private func isRoot(_ name: Bytes) -> Bool {
    let root: StaticString = "root"
    return name.elementsEqual(UnsafeBufferPointer(start: root.utf8Start, count: root.utf8CodeUnitCount))
}

/// Calls with the fields of each line.
///
/// A file that is not there, not a file, or has no end, counts as far as it goes.
private func forEachLine(of path: StaticString, _ body: ([Bytes]) -> Void) {
    var length = 0
    let name = UnsafeRawPointer(path.utf8Start).assumingMemoryBound(to: CChar.self)
    guard let start = hcs_agent_read_file(name, 1024 * 1024, &length) else { return }
    defer { hcs_agent_free(start) }
    let bytes = UnsafeBufferPointer(start: UnsafePointer(start), count: length)
    var rest = bytes[...]
    while !rest.isEmpty {
        let end = rest.firstIndex(of: newline) ?? rest.endIndex
        body(rest[..<end].split(separator: colon, omittingEmptySubsequences: false))
        rest = rest[min(end + 1, rest.endIndex)...]
    }
}

private let colon = UInt8(ascii: ":")
private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
private let zero = UInt8(ascii: "0")
private let nine = UInt8(ascii: "9")
