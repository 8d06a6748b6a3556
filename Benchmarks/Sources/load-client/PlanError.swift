/// Why the client does not know what to do.
struct PlanError: Error, CustomStringConvertible {
    var description: String
}
