import ChildPrograms

/// Makes what Asterisk plays as `.wav`: 8000 samples of 16 bits a second, one channel.
struct SoundConverter: Sendable {
    /// Extensions of files that are converted. Lists of other files are none of them: who writes one could have any file read.
    static let formats = ["wav", "mp3", "ogg", "opus", "flac", "aiff", "gsm", "au"]

    let program: String
    let limit: Duration

    /// Converts a sound; blocks.
    ///
    /// - Parameters:
    ///   - format: One of ``formats``.
    ///   - file: The path of the file to write.
    func convert(_ sound: [UInt8], format: String, to file: String) throws(SoundFault) {
        let arguments = [
            "-V1", "-t", format, "--ignore-length", "-", "-t", "wav", "-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer", file,
        ]
        try ProgramRun(program: program, limit: limit).run(arguments, input: sound)
    }

    /// Writes a tone of 0.2 s; blocks.
    func makeTone(_ file: String) throws(SoundFault) {
        let arguments = [
            "-V1", "-n", "-t", "wav", "-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer", file, "synth", "0.2", "sine", "1000",
            "gain", "-10",
        ]
        try ProgramRun(program: program, limit: limit).run(arguments, input: [])
    }
}
