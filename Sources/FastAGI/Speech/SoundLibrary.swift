import ChildPrograms
package import PBXInstructions
import PlainText
import VirtualPBX

/// Makes files that Asterisk can play out of texts and of sandboxes' sounds, and keeps them.
///
/// A text is spoken once: who asks for it again, or at the same time, gets the same file.
package actor SoundLibrary {
    /// No name of a sandbox.
    private static let everybody = ""

    private let settings: SoundSettings
    private let folder: SoundFolder
    private let tell: @Sendable (String) -> Void
    private var shelf: SoundShelf
    private var isOpen = false
    /// Who waits for a sound that somebody makes.
    private var waiting: [String: [CheckedContinuation<PreparedSound??, Never>]] = [:]
    /// Files that are being removed, and who waits for that to make one of them again.
    private var leaving: [String: [CheckedContinuation<Void, Never>]] = [:]
    private let removal: @Sendable (SoundFolder, String) -> Void
    private var runs: RunQueue
    private var told: [String] = []
    /// When sandboxes' sounds are made again.
    private var pauses: [String: ContinuousClock.Instant] = [:]

    /// - Parameter tell: Told each thing that goes wrong once, in a sentence.
    package init(_ settings: SoundSettings, tell: @escaping @Sendable (String) -> Void) {
        self.init(settings, removal: { $0.remove($1) }, tell: tell)
    }

    /// - Parameter removal: Removes a file; blocks.
    init(
        _ settings: SoundSettings, removal: @escaping @Sendable (SoundFolder, String) -> Void, tell: @escaping @Sendable (String) -> Void
    ) {
        self.settings = settings
        self.removal = removal
        self.tell = tell
        folder = SoundFolder(path: settings.folder)
        shelf = SoundShelf(limit: settings.limit)
        runs = RunQueue(runs: settings.runs, waiting: settings.waiting)
    }

    /// The sound for a message; nil when there is none, which has been told: the call goes on with silence.
    ///
    /// - Parameters:
    ///   - sandbox: Keeps its sounds for itself. Letters, digits, `_` and `-`.
    ///   - sounds: The sandbox's own.
    ///   - shown: Takes secrets out of what is told.
    package func sound(
        for message: PlayedMessage, of sandbox: String, in sounds: any SoundFiles, shown: @Sendable (String) -> String = { $0 }
    ) async -> PreparedSound? {
        do throws(SoundFault) {
            switch message.kind {
            case .text: return try await speech(message.content, of: sandbox)
            case .media: return try await media(message.content, of: sandbox, in: sounds)
            }
        } catch {
            complain(shown(error.description))
            return nil
        }
    }

    /// The tone behind which a caller speaks.
    func tone() async -> PreparedSound? {
        let converter = converter
        var hash = ContentHash()
        hash.combine("tone".utf8)
        return try? await made(hash.description, of: "_host") { (_) throws(SoundFault) in try converter.tone() }
    }

    /// Tells something that went wrong, unless it was told lately.
    func complain(_ sentence: String) {
        guard !told.contains(sentence) else { return }
        told.append(sentence)
        if told.count > 100 { told.removeFirst() }
        tell(sentence)
    }

    private var converter: SoundConverter {
        SoundConverter(
            program: settings.converter, limit: settings.programLimit, longest: min(settings.longestSound, settings.limit))
    }

    private func speech(_ text: String, of sandbox: String) async throws(SoundFault) -> PreparedSound? {
        guard text.count <= settings.longestText else { throw .textTooLong(text.count, limit: settings.longestText) }
        let voice = Voice(for: text)
        let job = SpeechJob(command: settings.speech, text: text.spoken, voice: voice, converter: converter, limit: settings.programLimit)
        return try await made(job.name, of: sandbox) { (draft) throws(SoundFault) in try job.run(draft) }
    }

    private func media(_ name: String, of sandbox: String, in sounds: any SoundFiles) async throws(SoundFault) -> PreparedSound? {
        let read = await BlockingThread.run { () -> Result<(SoundSource, String), SoundFault> in
            Result { () throws(SoundFault) in
                let source = try SoundSource(name, from: sounds)
                var hash = ContentHash()
                hash.combine("media \(source.format) ".utf8)
                hash.combine(source.bytes)
                return (source, hash.description)
            }
        }
        let (source, hash) = try read.get()
        let converter = converter
        return try await made(hash, of: sandbox) { (_) throws(SoundFault) in
            try converter.convert(source.bytes, format: source.format, name: "the sound \"\(name)\"")
        }
    }

    /// The file of that name, made if it is not there.
    ///
    /// - Parameter make: Given a path for what it has to write aside.
    private func made(
        _ hash: String, of sandbox: String, _ make: @escaping @Sendable (_ draft: String) throws(SoundFault) -> Samples
    ) async throws(SoundFault) -> PreparedSound? {
        try await open()
        let place = SoundFolder.name(of: hash, sandbox: sandbox)
        let folder = folder
        if let bytes = shelf.use(place) {
            if await BlockingThread.run({ folder.use(place, bytes: bytes) }) { return prepared(place, bytes) }
            shelf.forget(place)
        }
        if waiting[place] != nil {
            let made: PreparedSound?? = await withCheckedContinuation { continuation in
                if waiting[place] == nil { continuation.resume(returning: nil) } else { waiting[place]?.append(continuation) }
            }
            if let made { return made }
            return try await self.made(hash, of: sandbox, make)
        }
        guard !isPaused(sandbox) else { return nil }
        waiting[place] = []
        var sound: PreparedSound?
        defer { for other in waiting.removeValue(forKey: place) ?? [] { other.resume(returning: .some(sound)) } }
        guard await runs.take(sandbox) else { throw .busy(settings.waiting) }
        // One that was waited for may have taken too long.
        guard !isPaused(sandbox) else {
            await runs.release()
            return nil
        }
        // What removes the file that had this name must not meet the new one.
        if leaving[place] != nil {
            await withCheckedContinuation { continuation in
                if leaving[place] == nil { continuation.resume() } else { leaving[place]?.append(continuation) }
            }
        }
        let result = await BlockingThread.run { () -> Result<Int, SoundFault> in
            Result { () throws(SoundFault) in
                try folder.make(sandbox)
                return try folder.write(make(folder.draft(of: place)), as: place)
            }
        }
        await runs.release()
        let bytes = try finish(result, of: sandbox)
        await remove(shelf.keep(place, bytes: bytes))
        sound = prepared(place, bytes)
        return sound
    }

    private func isPaused(_ sandbox: String) -> Bool {
        pauses = pauses.filter { $0.value > .now }
        return pauses[sandbox] != nil || pauses[Self.everybody] != nil
    }

    private func remove(_ names: [String]) async {
        guard !names.isEmpty else { return }
        for name in names { leaving[name] = [] }
        let (folder, removal) = (folder, removal)
        await BlockingThread.run { for name in names { removal(folder, name) } }
        for name in names { for other in leaving.removeValue(forKey: name) ?? [] { other.resume() } }
    }

    private func finish(_ result: Result<Int, SoundFault>, of sandbox: String) throws(SoundFault) -> Int {
        switch result {
        case .success(let bytes): return bytes
        case .failure(let fault):
            switch fault {
            case .programMissing, .programFailed: pauses[Self.everybody] = .now + settings.pause
            // It may be the sound and not the program.
            case .timedOut: pauses[sandbox] = .now + settings.pause
            default: break
            }
            throw fault
        }
    }

    private func open() async throws(SoundFault) {
        guard !isOpen else { return }
        let folder = folder
        let found = await BlockingThread.run { () -> Result<[SoundFolder.File], SoundFault> in
            Result { () throws(SoundFault) in
                try folder.make()
                return folder.files()
            }
        }
        let files = try found.get()
        // Somebody else may have been first.
        guard !isOpen else { return }
        isOpen = true
        await remove(files.flatMap { shelf.keep($0.name, bytes: $0.bytes) })
    }

    private func prepared(_ place: String, _ bytes: Int) -> PreparedSound {
        PreparedSound(path: "\(settings.asteriskFolder)/\(place.dropLast(4))", duration: Samples.duration(ofFile: bytes))
    }
}
