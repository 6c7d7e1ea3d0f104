import CHCSShims

/// The message breaks its form: the connection ends.
struct Malformed: Error {}

/// A string of a message: its NUL is behind it.
typealias Text = UnsafeBufferPointer<CChar>

/// What the supervisor can ask.
///
/// Texts point into the payload and live as long as it does.
enum Request {
    case hello
    case spawn(SpawnRequest)
    case signal(hcs_agent_signal)
    case resize(hcs_agent_resize)
    case console(serial: UInt64)
    case acknowledge(serial: UInt64)
    case shutdown(killAfter: UInt32)
    case keep(hcs_agent_stream)
    case stream(hcs_agent_stream)
}

struct SpawnRequest {
    var header: hcs_agent_spawn
    var program: Text
    var directory: Text
    var user: Text
    var arguments: [Text]
    var variables: [Text]
    /// More strings than Linux takes; they were not looked at.
    var isTooLong = false

    var hasConsole: Bool { header.flags & UInt32(HCS_SPAWN_CONSOLE.rawValue) != 0 }
}

/// Decodes one message; no input or output.
func decode(type: UInt16, payload: UnsafeRawBufferPointer) throws(Malformed) -> Request {
    switch hcs_agent_message(rawValue: UInt32(type)) {
    case HCS_AGENT_HELLO:
        _ = try decode(payload, as: hcs_agent_hello.self)
        return .hello
    case HCS_AGENT_SPAWN: return .spawn(try decodeSpawn(payload))
    case HCS_AGENT_SIGNAL: return .signal(try decode(payload, as: hcs_agent_signal.self))
    case HCS_AGENT_RESIZE: return .resize(try decode(payload, as: hcs_agent_resize.self))
    case HCS_AGENT_CONSOLE: return .console(serial: try decode(payload, as: hcs_agent_serial.self).serial)
    case HCS_AGENT_ACKNOWLEDGE:
        return .acknowledge(serial: try decode(payload, as: hcs_agent_serial.self).serial)
    case HCS_AGENT_SHUTDOWN:
        return .shutdown(killAfter: try decode(payload, as: hcs_agent_shutdown.self).kill_after_ms)
    case HCS_AGENT_KEEP: return .keep(try decode(payload, as: hcs_agent_stream.self))
    case HCS_AGENT_STREAM: return .stream(try decode(payload, as: hcs_agent_stream.self))
    default: throw Malformed()
    }
}

private func decode<Value: BitwiseCopyable>(
    _ payload: UnsafeRawBufferPointer, as type: Value.Type
) throws(Malformed) -> Value {
    guard payload.count == MemoryLayout<Value>.size else { throw Malformed() }
    return payload.loadUnaligned(as: type)
}

private func decodeSpawn(_ payload: UnsafeRawBufferPointer) throws(Malformed) -> SpawnRequest {
    let size = MemoryLayout<hcs_agent_spawn>.size
    guard payload.count >= size else { throw Malformed() }
    let header = payload.loadUnaligned(as: hcs_agent_spawn.self)
    var strings = StringReader(rest: UnsafeRawBufferPointer(rebasing: payload[size...]))
    // Every string has a byte at least: the counts are checked before anything is allocated for them.
    guard UInt64(header.arguments) + UInt64(header.variables) + 3 <= UInt64(strings.rest.count) else {
        throw Malformed()
    }
    var request = SpawnRequest(
        header: header, program: try strings.next(), directory: try strings.next(), user: try strings.next(),
        arguments: [], variables: [])
    // Linux has 6 MiB for the strings and 8 bytes for each.
    guard UInt64(header.arguments) + UInt64(header.variables) <= 700_000 else {
        request.isTooLong = true
        return request
    }
    request.arguments = try strings.next(count: header.arguments)
    request.variables = try strings.next(count: header.variables)
    guard strings.rest.isEmpty else { throw Malformed() }
    return request
}

private struct StringReader {
    var rest: UnsafeRawBufferPointer

    mutating func next() throws(Malformed) -> Text {
        guard let end = rest.firstIndex(of: 0) else { throw Malformed() }
        let text = UnsafeRawBufferPointer(rebasing: rest[..<end]).assumingMemoryBound(to: CChar.self)
        rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
        return text
    }

    mutating func next(count: UInt32) throws(Malformed) -> [Text] {
        var texts: [Text] = []
        texts.reserveCapacity(Int(count))
        for _ in 0..<count { texts.append(try next()) }
        return texts
    }
}
