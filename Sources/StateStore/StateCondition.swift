/// What has to be so for an edit of a state to be made, as `If-Match` and `If-None-Match` say it (RFC 9110).
package struct StateCondition: Sendable, Equatable {
    /// A choice of versions.
    package enum Versions: Sendable, Equatable {
        /// Every version of a state that is stored.
        case any
        case among([Int64])

        /// Whether it is `version`, which is 0 when nothing is stored.
        package func contain(_ version: Int64) -> Bool {
            switch self {
            case .any: version > 0
            case .among(let versions): versions.contains(version)
            }
        }
    }

    /// The state has to be at one of these; nil for any or none.
    package var match: Versions?
    /// The state may not be at one of these.
    package var noneMatch: Versions?

    package init(match: Versions? = nil, noneMatch: Versions? = nil) {
        self.match = match
        self.noneMatch = noneMatch
    }

    package static let none = StateCondition()

    /// Whether a state at `version`, 0 for none, may be edited.
    package func allows(_ version: Int64) -> Bool {
        (match?.contain(version) ?? true) && !(noneMatch?.contain(version) ?? false)
    }
}
