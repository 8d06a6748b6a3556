import ChildPrograms
import Glibc
import PlainText

/// One text to be spoken.
struct SpeechJob: Sendable {
    /// What a program may print or write, in bytes: six minutes in the best quality, which no text comes near to.
    static let longestOutput = 64 << 20

    let command: SpeechCommand
    let text: String
    let voice: Voice
    let converter: SoundConverter
    let limit: Duration

    /// The same for the same text, voice and program.
    var name: String {
        var hash = ContentHash()
        for part in ["speech", command.description, voice.rawValue, text] {
            hash.combine(part.utf8)
            hash.combine([0])
        }
        return hash.description
    }

    /// Speaks; blocks.
    ///
    /// - Parameter raw: A path for what the program writes, which is gone afterwards.
    func run(_ raw: String) throws(SoundFault) -> Samples {
        unlink(raw)
        defer { unlink(raw) }
        let limits = ChildLimits(time: limit, bytes: Self.longestOutput)
        let printed = try ProgramRun(program: command.program, limits: limits).run(
            command.arguments(text: text, voice: voice, file: raw), input: command.readsInput ? Array((text + "\n").utf8) : [])
        let sound = command.writesFile ? try written(raw) : printed
        guard !sound.isEmpty else { throw .noResult(command.program) }
        return try converter.convert(sound, format: "wav", name: "a spoken text")
    }

    private func written(_ path: String) throws(SoundFault) -> [UInt8] {
        do throws(RegularFile.Failure) {
            return try RegularFile.read(path, limit: Self.longestOutput, followsLink: false)
        } catch {
            if case .tooLarge(let limit) = error { throw .tooMuch(command.program, limit: limit) }
            throw .noResult(command.program)
        }
    }
}
