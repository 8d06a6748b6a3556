import PBXInstructions

extension CallEngine {
    /// Plays the prompt and waits for keys; the first one ends the prompt.
    mutating func collect(_ purpose: CallPhase.Collection.Purpose, attempt: Int) {
        var collection = CallPhase.Collection(purpose: purpose, attempt: attempt)
        let prompt = collection.messages
        if prompt.isEmpty {
            promptEnded(collection)
        } else {
            collection.prompt = start(playing: prompt)
            wait(.collecting(collection))
        }
    }

    mutating func promptEnded(_ collection: CallPhase.Collection) {
        var collection = collection
        collection.prompt = nil
        switch collection.purpose {
        case .code(_, let input):
            act(.startTimer(.digit, input.firstDigit))
            if let total = input.total { act(.startTimer(.input, total)) }
        case .choice(let menu): act(.startTimer(.digit, menu.timeout))
        }
        wait(.collecting(collection))
    }

    mutating func pressed(_ key: Character, at time: Duration) {
        guard CallEngine.isKey(key) else { return }
        switch phase {
        case .collecting(var collection):
            if collection.prompt != nil {
                collection.prompt = nil
                act(.stopPlaying)
                if case .code(_, let input) = collection.purpose, let total = input.total { act(.startTimer(.input, total)) }
            }
            switch collection.purpose {
            case .choice(let menu): choose(key, menu, collection, at: time)
            case .code(_, let input): type(key, input, collection, at: time)
            }
        case .recording where key == "#": act(.stopRecording)
        default: note(.ignored(key))
        }
    }

    private mutating func type(_ key: Character, _ input: InputSettings, _ collection: CallPhase.Collection, at time: Duration) {
        var collection = collection
        if key == "#" { return ended(collection, .hash, at: time) }
        collection.digits.append(key)
        if collection.digits.count >= input.length { return ended(collection, .length, at: time) }
        act(.startTimer(.digit, input.interval))
        wait(.collecting(collection))
    }

    private mutating func choose(_ key: Character, _ menu: MenuOperation, _ collection: CallPhase.Collection, at time: Duration) {
        act(.stopTimer(.digit))
        note(.typed(String(key), .length))
        if let branch = menu.keys.first(where: { $0.key == key }) {
            take("key \(key)", branch.link, orEnd: .incorrectInput, at: time)
        } else {
            choseNothing(menu, collection, because: "key \(key) has no branch", at: time)
        }
    }

    mutating func timeIsUp(_ timer: CallTimer, at time: Duration) {
        switch (phase, timer) {
        case (.collecting(let collection), .digit) where collection.prompt == nil:
            ended(collection, collection.digits.isEmpty ? .nothing : .interval, at: time)
        case (.collecting(let collection), .input) where collection.prompt == nil && collection.hasTotal:
            ended(collection, collection.digits.isEmpty ? .nothing : .total, at: time)
        case (.asking(let operation, _), .reply): tookTooLong(operation, at: time)
        default: break
        }
    }

    private mutating func ended(_ collection: CallPhase.Collection, _ end: InputEnd, at time: Duration) {
        switch collection.purpose {
        case .choice(let menu):
            note(.typed("", .nothing))
            choseNothing(menu, collection, because: "nothing was chosen", at: time)
        case .code(let operation, let input):
            act(.stopTimer(.digit))
            if input.total != nil { act(.stopTimer(.input)) }
            note(.typed(collection.digits, end))
            if collection.digits.isEmpty, collection.attempt < input.attempts {
                collect(collection.purpose, attempt: collection.attempt + 1)
            } else {
                ask(operation, typed: collection.digits)
            }
        }
    }

    private mutating func choseNothing(
        _ menu: MenuOperation, _ collection: CallPhase.Collection, because reason: String, at time: Duration
    ) {
        if collection.attempt < menu.attempts {
            collect(.choice(menu), attempt: collection.attempt + 1)
        } else {
            take("otherwise", menu.otherwise, orEnd: .incorrectInput, because: reason, at: time)
        }
    }

    static func isKey(_ key: Character) -> Bool { "0123456789*#".contains(key) }
}

extension CallPhase.Collection {
    fileprivate var messages: [PlayedMessage] {
        switch purpose {
        case .code(let operation, _): operation.prompt
        case .choice(let menu): menu.prompt
        }
    }

    /// Whether there is a time for the whole input.
    fileprivate var hasTotal: Bool {
        if case .code(_, let input) = purpose { input.total != nil } else { false }
    }
}
