internal import ArgumentParser
internal import HCSSchema

/// Which containers a list shows.
struct ContainerQuery {
    var ids: [String] = []
    var names: [String] = []
    var types: [String] = []
    var owners: [String] = []
    /// In lower case; empty is any.
    var states: Set<String> = []

    /// The part of it HCS knows.
    var document: ComputeSystemQuery {
        ComputeSystemQuery(ids: ids, types: types, names: names, owners: owners)
    }

    /// Adds `--filter KEY=VALUE`.
    mutating func add(filter: String) throws {
        guard let equals = filter.firstIndex(of: "=") else {
            throw ValidationError("the filter '\(filter)' is not KEY=VALUE")
        }
        let value = String(filter[filter.index(after: equals)...])
        switch filter[..<equals] {
        case "id": ids.append(value)
        case "name": names.append(value)
        case "type": types.append(value)
        case "owner": owners.append(value)
        case "state":
            guard Self.knownStates.contains(value.lowercased()) else {
                throw ValidationError("no state '\(value)': created, running, paused, stopped or unknown")
            }
            states.insert(value.lowercased())
        default:
            throw ValidationError("no filter '\(filter[..<equals])': id, name, type, owner or state")
        }
    }

    private static let knownStates: Set = ["created", "running", "paused", "stopped", "unknown"]
}
