/// A stream of equal requests, and which answers it may get.
struct StreamPlan {
    /// What becomes of a request that is not waited for.
    enum Hangup: CaseIterable {
        /// Half of the head is sent.
        case inHead
        /// The head is sent, and a part of the body that it announces.
        case inBody
        /// The request is sent, and nothing is read.
        case beforeAnswer
    }

    var name = ""
    /// Path and query.
    var target = "/"
    /// Requests per second, whether or not the ones before are answered; nil for the next one as soon as one is answered.
    var rate: Double?
    /// How many requests are under way at most. Those that are due and find no connection wait, and their waiting counts.
    var connections = 8
    /// Values of `Ringbox-Outcome` that the answer may have with status 200. `fallback` stands for every outcome that was
    /// answered with the fallback.
    var allowed: Set<String> = ["ok"]
    /// The body of an answer with the fallback; nil when it does not matter.
    var fallback: [UInt8]?
    /// The body of an answer without it.
    var reply: [UInt8]?
    /// Whether requests are dropped half-way.
    var hangsUp = false

    /// - Parameter text: `key=value` pairs with spaces between them, such as
    ///   `name=change path=/@shop/change rate=50 allow=ok,fallback fallback={"returned_code":9}`.
    init(parsing text: String) throws(PlanError) {
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw PlanError(description: "\"\(word)\" is not key=value") }
            try set(String(parts[0]), String(parts[1]))
        }
        guard !name.isEmpty else { throw PlanError(description: "a stream needs a name: \(text)") }
    }

    private mutating func set(_ key: String, _ value: String) throws(PlanError) {
        switch key {
        case "name": name = value
        case "path": target = value
        case "rate" where value == "max": rate = nil
        case "rate": rate = try Self.number(value)
        case "connections": connections = max(1, Int(try Self.number(value)))
        case "allow": allowed = Set(value.split(separator: ",").map(String.init))
        case "fallback": fallback = Array(value.utf8)
        case "reply": reply = Array(value.utf8)
        case "hangup": hangsUp = value == "yes"
        default:
            throw PlanError(
                description: "unknown key \"\(key)\": there are name, path, rate, connections, allow, fallback, reply and hangup")
        }
    }

    private static func number(_ text: String) throws(PlanError) -> Double {
        guard let number = Double(text), number > 0, number < 1e6 else {
            throw PlanError(description: "\"\(text)\" is no number above zero")
        }
        return number
    }
}
