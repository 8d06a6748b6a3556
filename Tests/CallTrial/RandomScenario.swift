import PBXInstructions
import VirtualPBX

/// Scenarios with everything in them that a file can say, and links that lead nowhere besides.
struct RandomScenario<Generator: RandomNumberGenerator> {
    var generator: Generator
    private var count = 1

    init(_ generator: Generator) { self.generator = generator }

    mutating func scenario() -> Scenario {
        count = number(1...8)
        let operations = (0..<count).map { Operation("o\($0)", kind()) }
        return Scenario(file: "x/scenario.yaml", start: Link("o0"), transitionLimit: number(1...40), operations: operations)
    }

    private mutating func kind() -> Operation.Kind {
        switch number(0...9) {
        case 0...2: return .interactive(interactive())
        case 3: return .menu(menu())
        case 4: return .message(MessageOperation(prompt: prompts(), next: link()))
        case 5:
            guard let list = DestinationList((0..<number(1...3)).compactMap { Destination("7916555001\($0)") }) else { return .hangup }
            return .transfer(TransferOperation(destinations: list, prompt: prompts(), settings: settings()))
        case 6: return .voicemail(VoicemailOperation(prompt: prompts(), next: link()))
        case 7:
            let span = WorkingHours.Span(
                days: Set((0..<7).filter { _ in number(0...1) == 0 }), from: number(0...1439), to: number(1...1440))
            return .hours(
                HoursOperation(hours: WorkingHours(spans: [span], utcOffset: number(-50_400...50_400)), open: link(), closed: link()))
        case 8: return .goto(Link("o\(number(0...count))"))
        default: return .hangup
        }
    }

    private mutating func interactive() -> InteractiveOperation {
        var operation = InteractiveOperation(target: number(0...1) == 0 ? .route("/a") : .url("http://127.0.0.1/"))
        operation.method = number(0...1) == 0 ? .get : .post
        operation.prompt = prompts()
        operation.answersFirst = number(0...1) == 0
        if number(0...2) > 0 {
            var input = InputSettings(length: number(1...6))
            input.attempts = number(1...10)
            if number(0...2) == 0 { input.total = .seconds(number(1...40)) }
            operation.input = input
        }
        operation.codes = (0..<number(0...3)).compactMap { code in link().map { Branch(code, $0) } }
        operation.next = link()
        operation.backup = link()
        operation.transfer = settings()
        return operation
    }

    private mutating func menu() -> MenuOperation {
        var menu = MenuOperation(prompt: prompts(), keys: ["1", "2", "*", "#"].compactMap { key in link().map { Branch(key, $0) } })
        menu.attempts = number(1...10)
        menu.otherwise = link()
        return menu
    }

    private mutating func settings() -> TransferSettings {
        var settings = TransferSettings()
        settings.order = number(0...1) == 0 ? .sequential : .simultaneous
        settings.callerID = number(0...1) == 0 ? .caller : .called
        settings.whisper = Prompt(.text, "Курьер")
        settings.noAnswer = link()
        return settings
    }

    private mutating func prompts() -> [Prompt] {
        (0..<number(0...2)).compactMap { Prompt($0 == 0 ? .text : .media, "сообщение \($0)") }
    }

    /// Mostly to an operation that is there.
    private mutating func link() -> Link? {
        number(0...2) == 0 ? nil : Link("o\(number(0...12) == 0 ? 99 : number(0...(count - 1)))")
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
}
