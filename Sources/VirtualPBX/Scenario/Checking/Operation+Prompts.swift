extension Operation {
    /// Everything that the operation itself plays to the caller or to an employee.
    var prompts: [Prompt] {
        switch kind {
        case .interactive(let operation): operation.prompt + [operation.transfer.whisper].compactMap { $0 }
        case .menu(let operation): operation.prompt
        case .message(let operation): operation.prompt
        case .transfer(let operation): operation.prompt + [operation.settings.whisper].compactMap { $0 }
        case .voicemail(let operation): operation.prompt
        case .hours, .goto, .hangup: []
        }
    }
}
