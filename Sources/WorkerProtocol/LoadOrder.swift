/// A bundle and what it starts from.
package struct LoadOrder: Sendable, Equatable {
    /// One file of the bundle that scripts can reach.
    package struct Module: Sendable, Equatable {
        package enum Kind: UInt8, Sendable {
            /// Evaluated as the body of a CommonJS function.
            case commonJS = 0
            /// Evaluated as a global script: its `var`s are globals.
            case script = 1
            /// Parsed as JSON at every `require`.
            case json = 2
            /// Handed over as a string.
            case text = 3
        }

        /// Relative to the sandbox's folder, with `/`.
        package var path: String
        package var kind: Kind
        /// UTF-8.
        package var code: [UInt8]

        package init(path: String, kind: Kind, code: [UInt8]) {
            self.path = path
            self.kind = kind
            self.code = code
        }
    }

    /// How the routes of the bundle come to be.
    package enum Layout: Sendable, Equatable {
        /// Each path is a file whose exports answer; the order is the order of the routes in the report.
        case files([String])
        /// The file at the path calls `Sandbox.define`.
        case main(String)
    }

    /// How values that JSON cannot hold are treated when a script puts them into `state`.
    package enum StateRules: UInt8, Sendable {
        /// They are refused with their path.
        case strict = 0
        /// They become what `JSON.stringify` makes of them.
        case json = 1
    }

    package var layout: Layout
    package var modules: [Module]
    package var stateRules: StateRules
    /// The bytes of all ``StatePiece``s that were sent before: the text of a JSON object, the state as it was at a snapshot.
    package var stateByteCount: UInt64
    /// JSON list of the JSON Patches that were stored since, each of them a list; empty for none.
    package var patches: [UInt8]
    /// A JSON object: `Sandbox.config` and `req.config`.
    package var config: [UInt8]
    /// CPU time for loading, in microseconds.
    package var loadBudgetMicroseconds: UInt64
    /// Bytes of log lines that one turn may leave; what is over is cut, with a mark.
    package var logLimit: UInt32
    /// Bytes of a reply's body; more fails the turn.
    package var replyLimit: UInt32
    /// Bytes of the state as JSON; a turn that would make it larger fails.
    package var stateLimit: UInt64
    /// Bytes of one turn's patch; more fails the turn.
    package var patchLimit: UInt32

    package init(
        layout: Layout, modules: [Module], stateRules: StateRules, stateByteCount: UInt64, patches: [UInt8] = [], config: [UInt8],
        loadBudgetMicroseconds: UInt64, logLimit: UInt32, replyLimit: UInt32, stateLimit: UInt64, patchLimit: UInt32
    ) {
        self.layout = layout
        self.modules = modules
        self.stateRules = stateRules
        self.stateByteCount = stateByteCount
        self.patches = patches
        self.config = config
        self.loadBudgetMicroseconds = loadBudgetMicroseconds
        self.logLimit = logLimit
        self.replyLimit = replyLimit
        self.stateLimit = stateLimit
        self.patchLimit = patchLimit
    }
}
