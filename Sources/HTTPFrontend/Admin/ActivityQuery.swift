import HTTPTypes
import HandlerHost

/// Which entries of the activity log somebody asks for.
struct ActivityQuery: Sendable, Equatable {
    /// Only entries of this sandbox; nil for all, and those of the host itself.
    var sandbox: String?
    /// Only entries with a greater number.
    var after: UInt64 = 0
    /// Only so many of the newest; nil for all.
    var limit: Int?
    /// Whether to go on with what happens next.
    var isFollowing = false

    init(_ parameters: [(name: String, value: String)]) throws(Problem) {
        for (name, value) in parameters {
            switch name {
            case "sandbox": sandbox = value.lowercased()
            case "after":
                guard let number = UInt64(value) else { throw Problem(.badRequest, "after has to be the number of an entry") }
                after = number
            case "limit":
                guard let count = Int(value), count >= 0 else { throw Problem(.badRequest, "limit has to be a number from 0") }
                limit = count
            case "follow":
                guard let flag = Bool(value) else { throw Problem(.badRequest, "follow has to be true or false") }
                isFollowing = flag
            default: throw Problem(.badRequest, "there is no parameter \(name); there are sandbox, after, limit and follow")
            }
        }
    }

    /// The asked for entries out of `entries`, in their order.
    func selection(from entries: [ActivityEntry]) -> ArraySlice<ActivityEntry> {
        matching(entries).suffix(limit ?? .max)
    }

    /// The entries of the sandbox asked for.
    func matching(_ entries: [ActivityEntry]) -> [ActivityEntry] {
        guard let sandbox else { return entries }
        return entries.filter { $0.sandbox == sandbox }
    }
}
