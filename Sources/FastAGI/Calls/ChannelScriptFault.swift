/// Why a call cannot be served at all.
package struct ChannelScriptFault: Error, Sendable, Equatable {
    /// Of the sandbox, when it has a proper one.
    package var sandbox: String?
    /// For the operator and the dialplan, without a full stop.
    package var sentence: String

    package init(sandbox: String?, _ sentence: String) {
        self.sandbox = sandbox
        self.sentence = sentence
    }
}
