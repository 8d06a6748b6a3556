/// What is known of a call when it comes in.
package struct CallFacts: Sendable, Equatable {
    /// The same in all requests of the call.
    package var id: String
    /// Who calls: digits with the country code, empty for a hidden number.
    package var from: String
    /// The number that was called.
    package var to: String
    /// Seconds since 1970.
    package var startTime: Int64

    package init(id: String, from: String, to: String, startTime: Int64) {
        self.id = id
        self.from = from
        self.to = to
        self.startTime = startTime
    }
}
