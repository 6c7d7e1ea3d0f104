/// What a supervisor says to the keeper of a disk, each with descriptors; every one is answered.
package struct KeeperRequest: Hashable, Sendable, Codable {
    package enum Operation: String, Hashable, Sendable, Codable {
        /// Show an image as a raw file: `program` with `arguments`; the image comes along.
        case serve
        /// Keep a descriptor.
        case hold
        /// Live as long as a process, whose pidfd comes along. The last request.
        case follow
    }

    package var operation: Operation
    package var program: String?
    package var arguments: [String]?

    package init(_ operation: Operation) {
        self.operation = operation
    }

    package static let requestType: UInt16 = 132
    package static let replyType: UInt16 = 133
}

package struct KeeperReply: Hashable, Sendable, Codable {
    package var failure: Failure?

    package init(_ failure: Failure?) {
        self.failure = failure
    }
}
