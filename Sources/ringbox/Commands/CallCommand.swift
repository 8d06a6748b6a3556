import ArgumentParser
import Glibc
import JSONText
import PBXClient
import PBXInstructions
import VirtualPBX

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Play a whole call without a telephone.",
        discussion: """
            Runs the sandbox's scenario.yaml as an exchange would, and asks its handlers over the network: those of the host that \
            runs, or of one that is started for the call.

              ringbox call uis_test --from 74952345678
              ringbox call uis_test --from 74952345678 --press 4711
              ringbox call uis_test --from 74952345678 --press 1 --press '2#' --json

            On a terminal the keys 0-9 * # are those of the telephone, h hangs up, and whoever is rung is you: a answers, b is \
            busy, n does not answer, e hangs up. With --press, or without a terminal, nobody waits: the clock is turned on to \
            whatever happens next, and everybody who is rung answers, but for --busy and --unanswered.

            Exit codes: 0 when the call ended as the scenario wants it (success_finish, scenario_disconnects, \
            subscriber_disconnects), 1 when it ended otherwise, and those of the other commands.
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Option(help: ArgumentHelp("Who calls: digits with the country code; empty for a hidden number.", valueName: "number"))
    var from: String

    @Option(help: ArgumentHelp("The number that is called.", valueName: "number"))
    var to = "74951234567"

    @Option(
        help: ArgumentHelp("When the call comes in, for working hours, such as \"2026-03-02 10:00\". (default: now)", valueName: "time"))
    var at: TimeArgument?

    @Option(
        help: ArgumentHelp(
            "What the caller types the next time he is asked to; may be given several times. Empty for nothing.", valueName: "keys"))
    var press: [String] = []

    @Option(help: ArgumentHelp("A number that is busy; may be given several times.", valueName: "number"))
    var busy: [String] = []

    @Option(help: ArgumentHelp("A number that does not answer, or all; may be given several times.", valueName: "number"))
    var unanswered: [String] = []

    @Option(help: ArgumentHelp("When the caller hangs up, such as 8s; only with --press or without a terminal.", valueName: "duration"))
    var hangUpAfter: DurationArgument?

    @Flag(name: [.short, .long], help: "Show requests and replies whole.")
    var verbose = false

    @Flag(help: "Speak aloud, with espeak-ng.")
    var say = false

    @Option(
        help: ArgumentHelp(
            "Write the call as a test for \"ringbox test\" to this file, such as handlers/shop/calls/first.yaml.", valueName: "file"))
    var record: String?

    @Flag(help: "Print each step as a JSON line.")
    var json = false

    @OptionGroup var address: CallAddress

    func validate() throws {
        for keys in press where !keys.allSatisfy({ "0123456789*#".contains($0) }) {
            throw ValidationError("--press takes the keys 0-9 * #, and not \(keys)")
        }
        for (name, number) in [("--from", from), ("--to", to)] where !number.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
            throw ValidationError("\(name) has to be a number such as 74952345678, and not \(number)")
        }
    }

    func run() async throws {
        let scenario = try ScenarioFile(
            of: sandbox.name, in: try address.existingHandlers(), secrets: try address.secrets.source()
        ).read()
        let speaker = say ? try Speaker() : nil
        // Known before a call is played for nothing.
        if let record, access(record, F_OK) == 0 { throw CommandFailure(.cannotCreate, "\(record) is there already: name another file") }
        let recording = CallRecording()
        let facts = CallFacts(id: Self.newID(), from: from, to: to, startTime: at.map { $0.milliseconds / 1_000 } ?? Int64(time(nil)))
        let finish = try await address.withBase(of: sandbox.name) { [recording] base, isForgotten in
            if !json { showHead(facts, base, isForgotten) }
            let client = PBXClient(base: base, urls: address.outside.allowed)
            let finish = await play(scenario, facts, client: client, speaker: speaker, recording: recording)
            await client.close()
            return finish
        }
        if let record { try write(recording.steps, facts, to: record) }
        if !finish.isGood { throw CommandFailure(.failure, "") }
    }

    private func play(
        _ scenario: Scenario, _ facts: CallFacts, client: PBXClient, speaker: Speaker?, recording: CallRecording
    ) async -> FinishReason {
        let write = printer
        let show: @Sendable (TimedNote) -> Void = { step in
            recording.append(step)
            write(step)
        }
        if press.isEmpty, hangUpAfter == nil, !json, isatty(STDIN_FILENO) == 1 {
            return await playLive(LiveCall(scenario, facts, client: client), speaker: speaker, show: show)
        }
        var reactions: [String: DialFailure] = [:]
        for number in unanswered { reactions[number] = .noAnswer }
        for number in busy { reactions[number] = .busy }
        let script = KeyScript(
            inputs: press, reactions: reactions, others: reactions["all"], hangsUpAfter: hangUpAfter?.duration)
        var call = ScriptedCall(scenario, facts, client: client, script: script)
        let finish = await call.run()
        for step in call.steps {
            show(step)
            if case .hears(let message) = step.note, let problem = await speaker?.speak(message) { StandardError.print(problem) }
        }
        return finish
    }

    private func playLive(_ call: LiveCall, speaker: Speaker?, show: @escaping @Sendable (TimedNote) -> Void) async -> FinishReason {
        let style = Style(usesColor: Console.isColorful)
        let line = TerminalLine(
            inbox: call.inbox, status: StatusLine(style: style, isShown: isatty(STDOUT_FILENO) == 1), speaker: speaker, show: show)
        let (keys, typed) = AsyncStream<Character>.makeStream()
        let keyboard = Keyboard { typed.yield($0) }
        defer { withExtendedLifetime(keyboard) {} }
        let status = Task { await line.keepStatus() }
        let typing = Task { for await key in keys { await line.pressed(key) } }
        defer {
            status.cancel()
            typing.cancel()
        }
        return await call.run(on: line)
    }

    private func write(_ steps: [TimedNote], _ facts: CallFacts, to path: String) throws(CommandFailure) {
        let file = path.split(separator: "/").last ?? ""
        let name = file.split(separator: ".").first.map(String.init) ?? path
        try TextFile.create(path, CallTest.yaml(from: steps, facts: facts, name: name))
        if !json { Console.writeNow("recorded as \(path)\n") }
    }

    private func showHead(_ facts: CallFacts, _ base: String, _ isForgotten: Bool) {
        let style = Style(usesColor: Console.isColorful)
        let caller = facts.from.isEmpty ? "a hidden number" : facts.from
        let host = isForgotten ? "a host for this call, whose state is forgotten" : base
        Console.writeNow(style.dim("call \(facts.id) from \(caller) to \(facts.to), asking \(host)") + "\n")
    }

    /// Writes a step as it was asked for.
    private var printer: @Sendable (TimedNote) -> Void {
        if json { return { Console.writeNow(json: $0.json) } }
        let transcript = CallTranscript(style: Style(usesColor: Console.isColorful), isUnfolded: verbose)
        return { Console.writeNow(transcript.text(of: $0)) }
    }

    /// A number that no other call of these days has.
    private static func newID() -> String { String(UInt32.random(in: 100_000_000...4_000_000_000)) }
}
