import StateStore

/// Why a state is not shown or not edited, for those who ask over a network.
package struct StateRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The sandbox, the version or the place is not there.
        case unknown
        /// A version that was there and is not kept any more.
        case gone
        /// What was sent is not what it should be.
        case malformed
        /// It is of a type that is not understood.
        case unsupported
        case tooLarge
        /// The edit does not fit what the state is.
        case unfit
        /// A condition does not hold; the state is at `current`, 0 when nothing is stored.
        case moved(current: Int64)
        case unavailable
    }

    package let kind: Kind
    package let description: String

    package init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        description = sentence
    }

    init(_ error: StateEditError) {
        let kind: Kind =
            switch error {
            case .noSuchSandbox, .nothingThere, .store(.noSuchVersion): .unknown
            case .store(.versionNotKept): .gone
            case .patch(.abandoned), .archive(.abandoned), .abandoned: .unavailable
            case .notJSON, .notAnObject, .archive: .malformed
            case .patch(let error) where error.isTooLarge: .tooLarge
            case .patch(let error): error.isAboutTheState ? .unfit : .malformed
            case .noSeed, .conflict: .unfit
            case .tooLarge: .tooLarge
            case .moved(let current, _): .moved(current: current)
            case .store: .unavailable
            }
        self.init(kind, error.description)
    }

    init(_ error: StateStoreError) { self.init(StateEditError.store(error)) }
}
