extension HandlerHost {
    /// Notes for the operator what the workers' jail lacks on this machine; nothing for a whole one.
    package func noteJailGaps(_ gaps: [String]) {
        guard !gaps.isEmpty else { return }
        let message = (["the workers' jail is not whole:"] + gaps).joined(separator: "\n")
        activity.append(.event(HostEvent(time: SandboxServices.now, sandbox: nil, kind: .warning, message: message)))
    }
}
