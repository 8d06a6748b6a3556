extension HandlerHost {
    /// Answers every turn that has not ended, with its fallback or as `timed_out`, and kills the workers.
    package func abandonTurns() {
        for sandbox in directory.all { sandbox.abandon() }
    }

    /// Tells those who look at the activity what happened to the host itself.
    package func note(_ kind: HostEvent.Kind, _ message: String) {
        activity.append(.event(HostEvent(time: SandboxServices.now, sandbox: nil, kind: kind, message: message)))
    }
}
