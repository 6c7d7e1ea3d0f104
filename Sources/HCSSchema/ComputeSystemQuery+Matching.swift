extension ComputeSystemQuery {
    /// Whether a compute system is selected: by every field that has values, and by any value of it.
    public func matches(id: String, name: String, type: String, owner: String) -> Bool {
        (ids.isEmpty || ids.contains(id))
            && (names.isEmpty || names.contains(name))
            && (types.isEmpty || types.contains { $0.lowercased() == type.lowercased() })
            && (owners.isEmpty || owners.contains(owner))
    }
}
