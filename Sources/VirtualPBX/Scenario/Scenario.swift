/// The script of a call on the PBX's side: operations and the branches between them.
package struct Scenario: Sendable, Equatable {
    /// How many operations a call may enter, unless the file says otherwise.
    package static let standardTransitionLimit = 50

    /// Where it was read, relative to the handlers folder.
    package var file: String
    /// The operation that a call begins with.
    package var start: Link
    /// How many operations a call may enter; 1 to 1000.
    package var transitionLimit: Int
    /// In the order of the file; no two have the same name.
    package var operations: [Operation] {
        didSet { places = Scenario.places(of: operations) }
    }
    private var places: [String: Int]

    package init(
        file: String, start: Link, transitionLimit: Int = Scenario.standardTransitionLimit, operations: [Operation]
    ) {
        self.file = file
        self.start = start
        self.transitionLimit = transitionLimit
        self.operations = operations
        places = Scenario.places(of: operations)
    }

    /// The operation of that name.
    package subscript(name: String) -> Operation? { places[name].map { operations[$0] } }

    private static func places(of operations: [Operation]) -> [String: Int] {
        Dictionary(zip(operations.map(\.name), operations.indices), uniquingKeysWith: { first, _ in first })
    }
}
