import HTTPTypes
import HandlerHost

/// What somebody asks for of a state, in the query of a URL.
struct StateQuery: Sendable, Equatable {
    /// The largest number of entries of a history at once.
    private static let longestHistory = 1_000

    /// A JSON pointer.
    var path = ""
    var version: Int64?
    var from: Int64?
    var to: Int64?
    var reset = StateReset.seedOrEmpty
    var limit = 20
    /// Milliseconds since 1970.
    var since: Int64?
    var before: Int64?
    var after: Int64?
    var hasHistory = false

    /// - Parameter known: The names that mean something in this request.
    init(_ parameters: [(name: String, value: String)], known: [String]) throws(Problem) {
        for (name, value) in parameters {
            guard known.contains(name) else {
                let rest = known.isEmpty ? "there is none here" : "there are \(known.joined(separator: ", "))"
                throw Problem(.badRequest, "there is no parameter \(name); \(rest)")
            }
            switch name {
            case "path": path = value
            case "version": version = try Self.number(name, value)
            case "from": from = try Self.number(name, value)
            case "to" where known == ["to"]:
                guard let target = StateReset(rawValue: value) else { throw Problem(.badRequest, "to has to be any, seed or empty") }
                reset = target
            case "to": to = try Self.number(name, value)
            case "limit": limit = Int(try Self.number(name, value, upTo: Int64(Self.longestHistory)))
            case "since": since = try Self.number(name, value)
            case "before": before = try Self.number(name, value)
            case "after": after = try Self.number(name, value)
            default:
                guard let flag = Bool(value) else { throw Problem(.badRequest, "\(name) has to be true or false") }
                hasHistory = flag
            }
        }
    }

    private static func number(_ name: String, _ value: String, upTo greatest: Int64 = .max) throws(Problem) -> Int64 {
        guard let number = Int64(value), number >= 0, number <= greatest else {
            let range = greatest == .max ? "from 0" : "from 0 to \(greatest)"
            throw Problem(.badRequest, "\(name) has to be a number \(range)")
        }
        return number
    }
}
