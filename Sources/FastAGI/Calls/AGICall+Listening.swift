import PBXInstructions
import VirtualPBX

extension AGICall {
    /// Plays messages, one after the other; a key ends them when the engine waits for keys.
    func play(_ messages: [PlayedMessage], _ number: Int) async throws(AGIFault) {
        let keys = engine.takesKeys ? AGIReply.keys : ""
        for message in messages {
            guard let sound = try await sound(for: message) else {
                if dialogue.hasHungUp { return }
                continue
            }
            guard let reply = try await stream(sound, keys: keys) else { return }
            if let key = reply.key, !keys.isEmpty { return try await handle(.pressed(key)) }
        }
        try await handle(.played(number: number))
    }

    /// Plays a sound; nil when the caller has hung up, and then the engine knows.
    func stream(_ sound: PreparedSound, keys: String) async throws(AGIFault) -> AGIReply? {
        let reply = try await dialogue.perform(.streamFile(sound.path, keys: keys), lasting: sound.duration)
        if dialogue.hasHungUp { return nil }
        guard let result = reply.result else { throw .unreadable("a reply to STREAM FILE without a result") }
        if result < 0 {
            try await handle(.callerHungUp)
            return nil
        }
        if result == 0, reply.endPosition == 0, sound.duration > .zero {
            await services.sounds.complain(
                "Asterisk could not play \(sound.path): see that it may read it, or say with --agi-sounds where it is")
        }
        return reply
    }

    /// The file for a message; nil for silence, and when the caller hung up meanwhile.
    func sound(for message: PlayedMessage) async throws(AGIFault) -> PreparedSound? {
        let (sounds, sandbox, script) = (services.sounds, sandbox, script)
        return try await dialogue.wait { await sounds.sound(for: message, of: sandbox, in: script.sounds, shown: script.shown) } ?? nil
    }

    /// Waits for a key until the nearest timer.
    func waitForKey() async throws(AGIFault) {
        guard let (timer, end) = timers.min(by: { $0.value < $1.value }) else {
            // The engine always waits for a duty or for a timer; if it ever should not, the call ends rather than hangs.
            return try await handle(.callerHungUp)
        }
        let left = end - .now
        var reply: AGIReply?
        if left > .zero {
            reply = try await dialogue.perform(.waitForDigit(left), lasting: left)
            if dialogue.hasHungUp { return }
            guard let result = reply?.result else { throw .unreadable("a reply to WAIT FOR DIGIT without a result") }
            if result < 0 { return try await handle(.callerHungUp) }
            guard result == 0 || reply?.key != nil else { throw .unreadable("WAIT FOR DIGIT gave \(result), which is no key") }
        }
        if let key = reply?.key { return try await handle(.pressed(key)) }
        timers[timer] = nil
        try await handle(.timeIsUp(timer))
    }

    /// Records the caller behind a tone.
    func record(_ limit: Duration, _ number: Int) async throws(AGIFault) {
        if let tone = await services.sounds.tone() {
            guard try await stream(tone, keys: "") != nil else { return }
        }
        let path = "\(services.recordings)/ringbox-\(AGICall.fileName(facts.id))-\(number)"
        let reply = try await dialogue.perform(.recordFile(path, limit: limit, silence: 5), lasting: limit)
        if reply.note == "writefile" {
            await services.sounds.complain(
                "Asterisk could not record to \(path).wav: see that the folder exists and that it may write there")
        } else if reply.code == 200 {
            _ = try await dialogue.perform(.setVariable("RINGBOX_RECORDING", path + ".wav"))
        }
        let samples = max(reply.endPosition ?? 0, 0)
        try await handle(.recorded(min(.milliseconds(samples / 8), limit), number: number))
        let isOver = reply.result.map { $0 < 0 } ?? false
        if isOver, reply.note != "writefile", engine.finish == nil { try await handle(.callerHungUp) }
    }

    /// Letters, digits, `.`, `_` and `-` of an id, at most 64 of them.
    private static func fileName(_ id: String) -> String {
        String(
            id.unicodeScalars.map {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "._-".unicodeScalars.contains($0))
                    ? Character($0) : "_"
            }.prefix(64))
    }
}
