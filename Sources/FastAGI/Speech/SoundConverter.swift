import ChildPrograms

/// Makes what Asterisk plays out of sounds.
struct SoundConverter: Sendable {
    /// Extensions of files that are converted. Lists of other files are none of them: who writes one could have any file read.
    static let formats = ["wav", "mp3", "ogg", "opus", "flac", "aiff", "gsm", "au"]

    private static let plain = ["-t", "raw", "-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer", "-L", "-"]

    let program: String
    let limit: Duration
    /// How many bytes a sound may have as a file that Asterisk plays. A few bytes of silence, compressed, can stand for hours.
    let longest: Int

    /// Converts a sound; blocks.
    ///
    /// - Parameters:
    ///   - format: One of ``formats``.
    ///   - name: What the sound is called in a fault.
    func convert(_ sound: [UInt8], format: String, name: String) throws(SoundFault) -> Samples {
        do throws(SoundFault) {
            return try samples(["-V1", "-t", format, "--ignore-length", "-"] + Self.plain, input: sound)
        } catch {
            if case .tooMuch(_, let limit) = error { throw .soundTooLong(name, Samples.duration(of: limit)) }
            throw error
        }
    }

    /// A tone of 0.2 s; blocks.
    func tone() throws(SoundFault) -> Samples {
        try samples(["-V1", "-n"] + Self.plain + ["synth", "0.2", "sine", "1000", "gain", "-10"], input: [])
    }

    private func samples(_ arguments: [String], input: [UInt8]) throws(SoundFault) -> Samples {
        let limits = ChildLimits(time: limit, bytes: Samples.most(inFileOf: longest))
        return Samples(try ProgramRun(program: program, limits: limits).run(arguments, input: input))
    }
}
