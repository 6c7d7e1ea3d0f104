internal import CHCSShims

/// Reads small files of cgroupfs and /proc, one after the other, into one buffer: for questions about hundreds of containers.
///
/// Not Sendable; one a question.
package final class KernelFiles {
    private let buffer: UnsafeMutableBufferPointer<CChar>
    /// More than a page of the kernel's, less than a hostile container can make us read.
    private static let size = 256 << 10

    package init() {
        buffer = .allocate(capacity: Self.size)
    }

    deinit {
        buffer.deallocate()
    }

    /// Hands out the bytes of a file; nil when it cannot be read. They are gone with the next call.
    package func read<Result>(_ path: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let base = buffer.baseAddress else { return nil }
        let count = hcs_read_kernel_file(path, base, Self.size)
        guard count >= 0 else { return nil }
        return body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// A file of one number; nil for `max`.
    package func number(_ path: String) -> UInt64? {
        read(path) { bytes in
            var rest = bytes[...]
            return KernelText.number(&rest)
        } ?? nil
    }

    /// Numbers of a file of `name number` lines, in the order of the names; nil for a name that is not there.
    package func numbers(_ path: String, _ names: [StaticString]) -> [UInt64?]? {
        read(path) { bytes in
            var found = [UInt64?](repeating: nil, count: names.count)
            KernelText.forEachLine(bytes) { line in
                for (index, name) in names.enumerated() {
                    let length = name.utf8CodeUnitCount
                    guard line.count > length, line[line.startIndex + length] == UInt8(ascii: " "),
                        line.prefix(length).elementsEqual(
                            UnsafeRawBufferPointer(start: name.utf8Start, count: length))
                    else { continue }
                    var rest = line.dropFirst(length + 1)
                    found[index] = KernelText.number(&rest)
                }
            }
            return found
        }
    }
}

/// The forms of text in the kernel's files.
package enum KernelText {
    package typealias Line = Slice<UnsafeRawBufferPointer>

    /// A decimal number at the beginning, after blanks, taken off; nil when there is none or it is too large.
    package static func number(_ rest: inout Line) -> UInt64? {
        skipBlanks(&rest)
        var value: UInt64 = 0
        var digits = 0
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = product.addingReportingOverflow(UInt64(byte - 0x30))
            guard !isTooLarge, !isLarger else { return nil }
            (value, digits) = (sum, digits + 1)
            rest = rest.dropFirst()
        }
        return digits > 0 ? value : nil
    }

    package static func skipBlanks(_ rest: inout Line) {
        while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            rest = rest.dropFirst()
        }
    }

    package static func forEachLine(_ bytes: UnsafeRawBufferPointer, _ body: (Line) -> Void) {
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            body(bytes[start..<end])
            start = end + 1
        }
    }
}
