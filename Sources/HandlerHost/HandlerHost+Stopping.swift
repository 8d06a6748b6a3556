package import HTTPText
package import TextFilters

extension HandlerHost {
    /// Answers every turn that has not ended, with its fallback or as `timed_out`, and kills the workers.
    package func abandonTurns() {
        for sandbox in directory.all { sandbox.abandon() }
    }

    /// Tells those who look at the activity what happened to the host itself, or to a sandbox outside its turns.
    ///
    /// - Parameter sandbox: The one that it happened to; its secrets are left out of the message.
    package func note(_ kind: HostEvent.Kind, sandbox: SandboxName? = nil, _ message: String) {
        services.note(kind, sandbox: sandbox, message)
    }

    /// Hides the secrets that a sandbox's files name, and the tokens of its callers, as far as its files have been read.
    package func redaction(of sandbox: SandboxName) -> Redaction { services.redactions[sandbox] ?? Redaction([]) }
}
