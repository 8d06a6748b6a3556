import VirtualPBX

extension AGICall {
    /// Leaves what became of the call in the channel's variables, and hangs up where the scenario ends the call.
    ///
    /// Where the scenario knows no way on, the channel is left to the dialplan: the line behind `AGI` is the last backup.
    func end(_ record: CallRecord) async throws(AGIFault) {
        guard let finish = record.finish else { return }
        for command in try AGICall.variables(record, shown: script.shown) { _ = try await dialogue.perform(command) }
        guard !dialogue.hasHungUp, finish != .caller, !finish.isFailure else { return }
        _ = try await dialogue.perform(AGICommand("HANGUP"))
    }

    /// What the dialplan gets to know.
    ///
    /// - Parameter shown: Takes secrets out of a text.
    static func variables(_ record: CallRecord, shown: (String) -> String) throws(AGIFault) -> [AGICommand] {
        var values = [("RINGBOX_STATUS", record.hasFailed ? "FAILED" : "OK"), ("RINGBOX_FINISH", record.finish?.rawValue ?? "")]
        values.append(("RINGBOX_REASON", shown(record.fault ?? record.reason ?? "")))
        values.append(("RINGBOX_OPERATIONS", record.operations.joined(separator: " ")))
        var commands: [AGICommand] = []
        for (name, value) in values { commands.append(try .setVariable(name, AGICall.plain(value))) }
        return commands
    }

    /// What neither the dialplan nor a log takes for anything but words, at most 500 characters.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars.prefix(500) {
            let isPlain = scalar.value >= 0x20 && scalar.value != 0x7f && !"\"\\${}[]()&|^,;`<>".unicodeScalars.contains(scalar)
            plain.unicodeScalars.append(isPlain ? scalar : " ")
        }
        return plain
    }
}

extension FinishReason {
    /// Whether the scenario did not know how to go on.
    fileprivate var isFailure: Bool {
        switch self {
        case .noOperation, .tooLate, .tooManyTransitions: true
        case .success, .caller, .scenario, .transfer, .incorrectInput: false
        }
    }
}

extension CallRecord {
    /// Whether the dialplan has to find a way on.
    package var hasFailed: Bool { fault != nil || finish?.isFailure ?? true }

    /// Why it ended as it did, where that is not plain.
    fileprivate var reason: String? {
        for timed in notes.reversed() {
            if case .ended(_, let reason) = timed.note { return reason }
        }
        return nil
    }
}
