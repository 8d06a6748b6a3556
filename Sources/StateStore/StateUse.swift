/// How many bytes the journal of a sandbox, or those of all sandboxes, take.
package struct StateUse: Sendable, Equatable, CustomStringConvertible {
    /// Empty for all of them.
    package let sandbox: String
    package let bytes: Int
    package let limit: Int

    var percent: Int { Int((Double(bytes) / Double(max(1, limit)) * 100).rounded(.down)) }

    package var description: String {
        let whose = sandbox.isEmpty ? "the histories of all states take" : "the history of the state takes"
        let option = sandbox.isEmpty ? "--history-total-bytes" : "--history-bytes"
        return "\(whose) \(bytes) of \(limit) bytes: beyond them the oldest versions are removed; \(option) allows more"
    }
}
