internal import CHCSShims
internal import Glibc

/// A terminal of the caller.
package enum Terminal {
    package static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// Columns and rows; nil where there is no terminal or it has no size.
    package static func size(of descriptor: Int32) -> (width: UInt16, height: UInt16)? {
        var width: UInt16 = 0
        var height: UInt16 = 0
        guard hcs_terminal_size(descriptor, &width, &height) == 0, width > 0, height > 0 else { return nil }
        return (width, height)
    }

    /// Raw mode for as long as the object is not restored.
    package final class RawMode {
        private let descriptor: Int32
        private let viewing: Int32
        private var saved: [UInt8]?

        /// Puts the terminal into full raw mode, every flag remembered.
        ///
        /// - Parameter isViewing: whether only what is shown is to be raw: the interrupt key goes on working.
        package init(_ descriptor: Int32, isViewing: Bool = false) throws(SyscallError) {
            self.descriptor = descriptor
            viewing = isViewing ? 1 : 0
            let viewing = viewing
            let size = hcs_terminal_state_size()
            var state = [UInt8](repeating: 0, count: size)
            try state.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
                guard let base = buffer.baseAddress else { return }
                _ = try valueOrErrno("tcsetattr") { hcs_terminal_raw(descriptor, viewing, base, size) }
            }
            saved = state
        }

        /// Raw again after a stop: the shell has set the terminal meanwhile.
        package func renew() {
            // A terminal that hung up has nothing to set.
            if saved != nil { _ = hcs_terminal_raw_again(descriptor, viewing) }
        }

        /// Puts every flag back. A second call does nothing.
        package func restore() {
            guard let state = saved else { return }
            saved = nil
            state.withUnsafeBufferPointer { buffer in
                // A terminal that hung up has nothing to restore.
                if let base = buffer.baseAddress { _ = hcs_terminal_restore(descriptor, base) }
            }
        }

        deinit {
            restore()
        }
    }
}
