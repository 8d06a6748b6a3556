import ChildPrograms
package import PBXInstructions
import PlainText
import VirtualPBX

/// Makes files that Asterisk can play out of texts and of sandboxes' sounds, and keeps them.
///
/// A text is spoken once: who asks for it again, or at the same time, gets the same file.
package actor SoundLibrary {
    private let settings: SoundSettings
    private let folder: SoundFolder
    private let tell: @Sendable (String) -> Void
    private var shelf: SoundShelf
    private var isOpen = false
    /// Who waits for a sound that somebody makes.
    private var waiting: [String: [CheckedContinuation<PreparedSound?, Never>]] = [:]
    private var runs: RunQueue
    private var told: [String] = []
    private var pausedUntil: ContinuousClock.Instant?

    /// - Parameter tell: Told each thing that goes wrong once, in a sentence.
    package init(_ settings: SoundSettings, tell: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        self.tell = tell
        folder = SoundFolder(path: settings.folder)
        shelf = SoundShelf(limit: settings.limit)
        runs = RunQueue(runs: settings.runs, waiting: settings.waiting)
    }

    /// The sound for a message; nil when there is none, which has been told: the call goes on with silence.
    ///
    /// - Parameters:
    ///   - sandbox: Keeps its sounds for itself. Letters, digits, `_` and `-`.
    ///   - sounds: The sandbox's folder of sounds.
    package func sound(for message: PlayedMessage, of sandbox: String, in sounds: String) async -> PreparedSound? {
        do throws(SoundFault) {
            switch message.kind {
            case .text: return try await speech(message.content, of: sandbox)
            case .media: return try await media(message.content, of: sandbox, in: sounds)
            }
        } catch {
            complain(error.description)
            return nil
        }
    }

    /// The tone behind which a caller speaks.
    func tone() async -> PreparedSound? {
        let converter = converter
        return try? await made("tone", of: "_host") { (file) throws(SoundFault) in try converter.makeTone(file) }
    }

    /// Tells something that went wrong, unless it was told lately.
    func complain(_ sentence: String) {
        guard !told.contains(sentence) else { return }
        told.append(sentence)
        if told.count > 100 { told.removeFirst() }
        tell(sentence)
    }

    private var converter: SoundConverter { SoundConverter(program: settings.converter, limit: settings.programLimit) }

    private func speech(_ text: String, of sandbox: String) async throws(SoundFault) -> PreparedSound? {
        guard text.count <= settings.longestText else { throw .textTooLong(text.count, limit: settings.longestText) }
        let voice = Voice(for: text)
        let job = SpeechJob(command: settings.speech, text: text.spoken, voice: voice, converter: converter, limit: settings.programLimit)
        return try await made(job.name, of: sandbox) { (file) throws(SoundFault) in try job.run(file) }
    }

    private func media(_ name: String, of sandbox: String, in sounds: String) async throws(SoundFault) -> PreparedSound? {
        let read = await BlockingThread.run { () -> Result<(SoundSource, String), SoundFault> in
            Result { () throws(SoundFault) in
                let source = try SoundSource(name, in: sounds)
                var hash = ContentHash()
                hash.combine("media \(source.format) ".utf8)
                hash.combine(source.bytes)
                return (source, hash.description)
            }
        }
        let (source, hash) = try read.get()
        let converter = converter
        return try await made(hash, of: sandbox) { (file) throws(SoundFault) in
            try converter.convert(source.bytes, format: source.format, to: file)
        }
    }

    /// The file of that name, made if it is not there.
    private func made(
        _ name: String, of sandbox: String, _ make: @escaping @Sendable (_ file: String) throws(SoundFault) -> Void
    ) async throws(SoundFault) -> PreparedSound? {
        try await open()
        let place = "\(sandbox)/\(name).wav"
        if let bytes = shelf.use(place) {
            if folder.size(of: place) == bytes {
                folder.touch(place)
                return prepared(place, bytes)
            }
            shelf.forget(place)
        }
        if waiting[place] != nil { return await withCheckedContinuation { waiting[place, default: []].append($0) } }
        if let pausedUntil, pausedUntil > .now { return nil }
        waiting[place] = []
        var sound: PreparedSound?
        defer { for other in waiting.removeValue(forKey: place) ?? [] { other.resume(returning: sound) } }
        guard await runs.take() else { throw .busy(settings.waiting) }
        let folder = folder
        let result = await BlockingThread.run { () -> Result<Int, SoundFault> in
            Result { () throws(SoundFault) in
                try folder.make(sandbox)
                let draft = "\(folder.path)/\(sandbox)/\(name).part.wav"
                defer { folder.remove("\(sandbox)/\(name).part.wav") }
                try make(draft)
                try folder.place(draft, as: place)
                return folder.size(of: place) ?? 0
            }
        }
        await runs.release()
        let bytes = try finish(result)
        for old in shelf.keep(place, bytes: bytes) { folder.remove(old) }
        sound = prepared(place, bytes)
        return sound
    }

    private func finish(_ result: Result<Int, SoundFault>) throws(SoundFault) -> Int {
        switch result {
        case .success(let bytes): return bytes
        case .failure(let fault):
            switch fault {
            case .programMissing, .programFailed, .timedOut: pausedUntil = .now + settings.pause
            default: break
            }
            throw fault
        }
    }

    private func open() async throws(SoundFault) {
        guard !isOpen else { return }
        try folder.make()
        isOpen = true
        // Once, before the first sound, and short: names and sizes of what an earlier host has left.
        for file in folder.files() { for old in shelf.keep(file.name, bytes: file.bytes) { folder.remove(old) } }
    }

    /// What sox writes has a head of 44 bytes.
    private func prepared(_ place: String, _ bytes: Int) -> PreparedSound {
        PreparedSound(
            path: "\(settings.asteriskFolder)/\(place.dropLast(4))", duration: .microseconds(Int64(max(bytes - 44, 0)) * 125 / 2))
    }
}
