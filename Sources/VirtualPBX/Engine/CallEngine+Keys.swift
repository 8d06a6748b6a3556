extension CallEngine {
    /// Whether a key that the caller presses at this moment counts. Who plays a prompt has to hear it then.
    package var takesKeys: Bool {
        if case .collecting = phase { true } else { false }
    }
}
