import ArgumentParser
import FastAGI
import Glibc
import HTTPFrontend
import VirtualPBX

/// How an Asterisk reaches the sandboxes' scenarios.
struct AGIOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run the sandboxes' scenarios on calls of an Asterisk, whose dialplan says AGI(agi://host/sandbox); 0 for any free port. (default: no such server; Asterisk's own is 4573)",
            valueName: "port"))
    var agiPort: UInt16?

    @Option(
        help: ArgumentHelp(
            "The address that Asterisk reaches --agi-port at. Everybody who does may start calls: keep it from strangers.",
            valueName: "address"))
    var agiHost = "127.0.0.1"

    @Option(
        help: ArgumentHelp("How Asterisk dials a number of 7 to 15 digits, such as SIP/trunk/{number}.", valueName: "template"))
    var agiDial = "PJSIP/{number}@trunk"

    @Option(help: ArgumentHelp("How Asterisk dials an extension of 2 to 6 digits.", valueName: "template"))
    var agiDialExtension = "PJSIP/{number}"

    @Option(help: ArgumentHelp("How Asterisk dials a SIP login.", valueName: "template"))
    var agiDialLogin = "PJSIP/{number}"

    @Option(
        help: ArgumentHelp(
            "The folder of --speech-cache as Asterisk sees it, where it is on another machine or in another container. (default: the same path)",
            valueName: "folder"))
    var agiSounds: String?

    @Option(help: ArgumentHelp("The folder for recordings as Asterisk sees it, which has to be able to write there.", valueName: "folder"))
    var agiRecordings = "/var/spool/asterisk/monitor"

    @Option(
        help: ArgumentHelp(
            "How many calls may go on at the same time; one over that is left to the dialplan. (default: 1000, or what the system allows)",
            valueName: "count"))
    var agiCallLimit: Int?

    @Option(
        help: ArgumentHelp(
            "The program that speaks texts: {voice} is ru or en, {file} the WAV file to write, {text} the text (without it, it is the input).",
            valueName: "command"))
    var speechCommand = SpeechCommand.standardText

    @Option(
        help: ArgumentHelp(
            "Where spoken texts and converted sounds are kept; Asterisk has to be able to read there. (default: speech in the data folder)",
            valueName: "folder"))
    var speechCache: String?

    func validate() throws {
        guard SpeechCommand(speechCommand) != nil else {
            throw ValidationError("--speech-command has to begin with a program, such as \(SpeechCommand.standardText)")
        }
        guard (1...100_000).contains(agiCallLimit ?? 1) else { throw ValidationError("--agi-call-limit has to be from 1 to 100000") }
        for (option, folder) in [("--agi-sounds", agiSounds), ("--agi-recordings", agiRecordings)] {
            guard let folder, !SoundSettings.isPlain(folder) else { continue }
            throw ValidationError(
                "\(option) has to be a path from / of English letters, digits and . _ -, which the dialplan takes for nothing else")
        }
        for (option, text) in [("--agi-dial", agiDial), ("--agi-dial-extension", agiDialExtension), ("--agi-dial-login", agiDialLogin)]
        where DialTemplate(text) == nil {
            throw ValidationError("\(option) has to be like PJSIP/{number}@trunk: one {number}, and of signs only / . _ - : ; @ + =")
        }
    }

    /// What the server is to be like; nil when none is wanted.
    ///
    /// - Parameters:
    ///   - dataFolder: Exists.
    ///   - callLimit: How many calls may go on.
    ///   - urls: Whom scenarios may ask outside their sandboxes.
    /// - Throws: ``CommandFailure`` for a folder of sounds that cannot be named to Asterisk.
    func settings(dataFolder: String, callLimit: Int, urls: ScenarioURLs) throws(CommandFailure) -> AGISettings? {
        guard let agiPort, let speech = SpeechCommand(speechCommand), let number = DialTemplate(agiDial),
            let short = DialTemplate(agiDialExtension), let login = DialTemplate(agiDialLogin)
        else { return nil }
        let folder = absolute(speechCache ?? dataFolder + "/speech")
        let seen = agiSounds ?? folder
        guard SoundSettings.isPlain(seen) else {
            throw CommandFailure(
                .usage,
                "the path \(seen) has characters that Asterisk's dialplan would take for something else: name a folder of English letters, digits and . _ - with --speech-cache"
            )
        }
        var sounds = SoundSettings(folder: folder, asteriskFolder: withoutSlash(seen))
        sounds.speech = speech
        return AGISettings(
            address: ListenAddress(host: agiHost, port: Int(agiPort)),
            dial: DialTemplates(number: number, extension: short, sipLogin: login), recordings: withoutSlash(agiRecordings),
            sounds: sounds, callLimit: callLimit, urls: urls)
    }

    private func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    private func withoutSlash(_ path: String) -> String { path.hasSuffix("/") ? String(path.dropLast()) : path }
}
