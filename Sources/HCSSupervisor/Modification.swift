internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// Changes of a running container that are made together or not at all.
struct Modification {
    /// The document as it will be.
    var configuration: ContainerConfig
    private var undo: [() -> Void] = []

    init(of configuration: ContainerConfig) {
        self.configuration = configuration
    }

    /// What takes the step just made back, should a later one fail.
    mutating func onFailure(_ step: @escaping () -> Void) {
        undo.append(step)
    }

    /// Undoes every step, the last one first.
    mutating func takeBack() {
        for step in undo.reversed() { step() }
        undo = []
    }
}

/// What a request does to its resource.
enum ModificationKind {
    case add, remove, update

    /// Nothing is taken for Add, as HCS does.
    init(_ request: ResourceModificationRequestResponse) throws(Failure) {
        switch request.requestType.lowercased() {
        case "", "add": self = .add
        case "remove": self = .remove
        case "update": self = .update
        default:
            throw Failure(
                .invalidArgument, "/RequestType: \"\(request.requestType)\" is not Add, Remove or Update")
        }
    }
}
