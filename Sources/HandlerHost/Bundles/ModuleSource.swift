/// A file of a bundle, as a worker gets it.
package struct ModuleSource: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable {
        /// Evaluated inside a function with `module`, `exports` and `require`.
        case commonJS
        /// Evaluated as a global script: `main.js` of a getsandbox sandbox.
        case script
        case json
        case text
    }
    /// Relative to the sandbox's folder, separated by `/`; for a one-file sandbox the file's name.
    package let path: String
    /// UTF-8 without a byte order mark.
    package let code: [UInt8]
    package let kind: Kind

    package init(path: String, code: [UInt8], kind: Kind) {
        self.path = path
        self.code = code
        self.kind = kind
    }
}
