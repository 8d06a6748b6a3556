import PBXInstructions
import Synchronization
import Testing

@testable import VirtualPBX

/// Exploring …
struct ExplorerTests {
    private func explore(
        _ scenario: Scenario, codes: [String] = [], depth: Int = 6, limit: Int = 500,
        _ handler: @escaping @Sendable () -> ListedHandler
    ) async throws -> (node: ExploredNode, explorer: Explorer) {
        var explorer = Explorer(scenario, codes: codes, depth: depth, callLimit: limit) { number, script in
            let facts = CallFacts(id: "1", from: number, to: "74951234567", startTime: 0)
            var call = ScriptedCall(scenario, facts, client: handler(), script: script)
            let finish = await call.run()
            return ExploredCall(steps: call.steps, point: call.script.point, finish: finish)
        }
        let node = try await explorer.explore(from: "74952345678")
        return (node, explorer)
    }

    /// A handler that counts, as that of the couriers does.
    private static func courier() -> ListedHandler {
        let wrong = Mutex(0)
        return ListedHandler { input in
            switch input {
            case "None": return #"{"returned_code":1}"#
            case "4711": return #"{"phones":["79165550011"],"operator_text":"Курьер"}"#
            default:
                let count = wrong.withLock {
                    $0 += 1
                    return $0
                }
                return count < 3 ? #"{"returned_code":2,"text":"Заказ \#(input) не найден"}"# : #"{"phones":["74959876543"]}"#
            }
        }
    }

    @Test func comesToEveryEndOfTheCouriersCall() async throws {
        let (node, explorer) = try await explore(try .couriers(), codes: ["4711"]) { Self.courier() }
        let text = node.lines.joined(separator: "\n")
        #expect(text.contains("4711: rings 79165550011 · waits for an answer"))
        #expect(text.contains("answers: tells the employee \"Курьер\" · success_finish"))
        #expect(text.contains("no answer: operator · rings 74959876543"))
        // Where the handler is silent, the backup branch is taken; once for each operation.
        #expect(text.contains("no reply to greeting: operator · rings 74959876543"), "\(text)")
        #expect(text.ranges(of: "no reply to order").count == 1, "\(text)")
        // The third wrong number leads elsewhere than the first two.
        #expect(text.contains("0000: rings 74959876543 · waits for an answer"))
        #expect(explorer.entered == ["greeting", "order", "operator"])
        #expect(explorer.findings.filter { $0.severity == .error }.isEmpty, "\(explorer.findings)")
    }

    @Test func findsBranchesThatEndInErrors() async throws {
        let (_, explorer) = try await explore(try .couriers(), codes: ["4711"]) {
            ListedHandler { input, _ in
                switch input {
                case "None": .answer(status: 200, body: Array(#"{"returned_code":1}"#.utf8))
                case "4711": .answer(status: 200, body: Array(#"{"phones":["79165550011"]}"#.utf8), outcome: "threw; fallback")
                case "0000":
                    .answer(
                        status: 500,
                        body: Array(#"{"detail":"нет заказа","place":{"file":"go.js","line":3,"column":7}}"#.utf8), outcome: "threw")
                default: .answer(status: 200, body: Array(#"{"phone":["1"]}"#.utf8))
                }
            }
        }
        let errors = explorer.findings.filter { $0.severity == .error }
        #expect(errors.contains { $0.inputs == [.keys("4711")] && $0.message.contains("the fallback was sent: threw; fallback") })
        #expect(errors.contains { $0.inputs == [.keys("0000")] && $0.message.hasSuffix("status 500 (threw): go.js:3:7: нет заказа") })
        #expect(errors.contains { $0.inputs == [.keys("")] && $0.message.contains("no instruction") })
        #expect(errors.count == 3)
    }

    @Test func tellsOneMistakeFromTheNextWhereTheSamePromptFollows() async throws {
        var scenario = try Scenario.couriers()
        let place = try #require(scenario.operations.firstIndex { $0.name == "order" })
        guard case .interactive(var order) = scenario.operations[place].kind else { return #expect(Bool(false)) }
        order.prompt = [try #require(Prompt(.text, "Это четыре цифры"))]
        order.input?.attempts = 2
        scenario.operations[place].kind = .interactive(order)
        let (node, _) = try await explore(scenario, codes: ["4711"]) { Self.courier() }
        let text = node.lines.joined(separator: "\n")
        // Repeating the prompt for somebody who types nothing is no first mistake.
        #expect(text.contains("0000: rings 74959876543 · waits for an answer"), "\(text)")
    }

    @Test func asksOnceWhetherSomebodyAnswersOfSeveralWhoAreRungAtOnce() async throws {
        let numbers = try #require(DestinationList(["101", "102", "103"].compactMap { Destination($0) }))
        var settings = TransferSettings()
        settings.order = .simultaneous
        let transfer = TransferOperation(destinations: numbers, settings: settings)
        let (node, explorer) = try await explore(Scenario(Operation("all", .transfer(transfer)))) { Self.courier() }
        #expect(
            node.lines == ["├ answers: success_finish", "└ no answer: transfer_disconnects"], "\(node.lines)")
        #expect(explorer.callCount == 3)
        #expect(explorer.findings.map(\.severity) == [.warning])
    }

    @Test func tellsCodesThatHaveNoBranch() async throws {
        let (_, explorer) = try await explore(try .couriers(), codes: ["4711"]) {
            ListedHandler { $0 == "None" ? #"{"returned_code":1}"# : #"{"returned_code":7}"# }
        }
        let found = explorer.findings.filter { $0.message == "code 7 has no branch, and the call goes on with the backup, operator" }
        #expect(found.map(\.inputs) == [[.keys("")], [.keys("4711")], [.keys("0000")]])
    }

    @Test func doesNotTakeWhatItHadNoRoomForForALoop() async throws {
        var asking = InteractiveOperation(target: .route("/"))
        asking.input = InputSettings(length: 1)
        asking.codes = [Branch(1, Link("a"))]
        asking.next = Link("bye")
        asking.backup = Link("bye")
        let scenario = Scenario(Operation("a", .interactive(asking)), Operation("bye", .hangup))
        let handler: @Sendable () -> ListedHandler = {
            let count = Mutex(0)
            // Only one of the last keys leads out, and only the third time.
            return ListedHandler { input in
                let isThird = count.withLock {
                    $0 += 1
                    return $0 == 3
                }
                return input == "9" && isThird ? #"{"text":"До свидания"}"# : #"{"returned_code":1}"#
            }
        }
        for limit in 1...60 {
            let (_, explorer) = try await explore(scenario, limit: limit, handler)
            #expect(explorer.callCount <= limit && explorer.findings.isEmpty, "\(limit): \(explorer.findings)")
        }
    }

    @Test func showsInputsThatNothingTellsApartAsOne() async throws {
        var asking = InteractiveOperation(target: .route("/"))
        asking.input = InputSettings(length: 1)
        asking.next = Link("bye")
        let (node, _) = try await explore(Scenario(Operation("a", .interactive(asking)), Operation("bye", .hangup))) {
            ListedHandler { $0 == "1" ? #"{"text":"Да"}"# : #"{"text":"Нет"}"# }
        }
        #expect(
            node.lines == [
                "├ nothing: \"Нет\" · bye · scenario_disconnects",
                "│ └ no reply to a: action_interval_exceeded",
                "├ 0, 2, 3, 4, 5, 6, 7, 8, 9, *, #: \"Нет\" · bye · scenario_disconnects",
                "└ 1: \"Да\" · bye · scenario_disconnects",
            ], "\(node.lines)")
        #expect(node.mermaid(from: "", shown: { $0 }).contains("n1 -->|\"1\"| n5"))
    }

    @Test func findsTimesInsideAndOutsideOfWorkingHours() {
        let monday: Int64 = 1_772_452_800
        #expect(Scenario(Operation("bye", .hangup)).tellingTimes(from: monday) == [monday])
        let week = WorkingHours(spans: [.init(days: [0, 1, 2, 3, 4], from: 540, to: 1_080)], utcOffset: 10_800)
        // Monday, 18:00 in Moscow.
        #expect(Scenario(Operation("a", .hours(HoursOperation(hours: week)))).tellingTimes(from: monday) == [monday, monday + 3 * 3_600])
        let never = WorkingHours(spans: [], utcOffset: 0)
        #expect(Scenario(Operation("a", .hours(HoursOperation(hours: never)))).tellingTimes(from: monday) == [monday])
    }

    @Test func tellsThatNothingComesBehindASilentHandler() async throws {
        var asking = InteractiveOperation(target: .route("/"))
        asking.next = Link("bye")
        let (node, explorer) = try await explore(Scenario(Operation("a", .interactive(asking)), Operation("bye", .hangup))) {
            ListedHandler { _ in #"{"text":"Да"}"# }
        }
        #expect(node.line == "a · \"Да\" · bye · scenario_disconnects")
        #expect(node.lines == ["└ no reply to a: action_interval_exceeded"])
        #expect(explorer.findings.map(\.severity) == [.warning])
        #expect(explorer.findings.first?.message.hasPrefix("the handler may fail, and a has no backup branch") ?? false)
        #expect(explorer.isComplete)
        let (_, cut) = try await explore(Scenario(Operation("a", .interactive(asking)), Operation("bye", .hangup)), depth: 0) {
            ListedHandler { _ in #"{"text":"Да"}"# }
        }
        #expect(!cut.isComplete, "that the handler fails was not tried")
    }

    @Test func goesOnBehindASilentHandler() async throws {
        var first = InteractiveOperation(target: .route("/"))
        first.codes = [Branch(1, Link("bye"))]
        first.backup = Link("second")
        var second = InteractiveOperation(target: .route("/"))
        second.input = InputSettings(length: 1)
        second.next = Link("bye")
        second.backup = Link("bye")
        let scenario = Scenario(
            Operation("first", .interactive(first)), Operation("second", .interactive(second)), Operation("bye", .hangup))
        let (node, explorer) = try await explore(scenario) {
            ListedHandler { $0 == "None" ? #"{"returned_code":1}"# : #"{"text":"\#($0)"}"# }
        }
        #expect(
            node.lines == [
                "└ no reply to first: second · waits for a digit",
                "  ├ nothing: bye · scenario_disconnects",
                "  │ └ no reply to second: bye · scenario_disconnects",
            ] + "0123456789*".map { "  ├ \($0): \"\($0)\" · bye · scenario_disconnects" } + ["  └ #: bye · scenario_disconnects"],
            "\(node.lines)")
        #expect(explorer.entered == ["first", "second", "bye"] && explorer.isComplete)
    }

    @Test func findsLoopsWithoutAWayOut() async throws {
        var asking = InteractiveOperation(target: .route("/"))
        asking.input = InputSettings(length: 4)
        asking.codes = [Branch(1, Link("a"))]
        let (_, explorer) = try await explore(Scenario(Operation("a", .interactive(asking)))) {
            ListedHandler { _ in #"{"returned_code":1,"text":"Ещё раз"}"# }
        }
        // That the handler may fail is no way out.
        let errors = explorer.findings.filter { $0.severity == .error }
        #expect(errors.map(\.message) == ["no way leads out of here"])
        #expect(errors.map(\.inputs) == [[]])
    }

    @Test func findsWhatGoesRoundByItself() async throws {
        let scenario = Scenario(
            Operation("a", .message(MessageOperation(prompt: [try #require(Prompt(.text, "Ждите"))], next: Link("a")))))
        let (_, explorer) = try await explore(scenario) { Self.courier() }
        #expect(explorer.findings.map(\.message) == ["the call ends with max_transition_count_exceeded (more than 50 operations)"])
    }

    @Test func triesEveryKeyOfAMenuAndOneThatItHasNot() async throws {
        var menu = MenuOperation(prompt: [], keys: [Branch("0", Link("bye")), Branch("#", Link("bye"))])
        menu.attempts = 1
        let (node, explorer) = try await explore(Scenario(Operation("menu", .menu(menu)), Operation("bye", .hangup))) { Self.courier() }
        #expect(node.branches.map(\.input.label) == ["nothing", "0", "#", "1"])
        #expect(explorer.findings.map(\.inputs) == [[.keys("")], [.keys("1")]])
    }

    @Test func stopsWhereItIsToldTo() async throws {
        let (node, explorer) = try await explore(try .couriers(), codes: ["4711"], depth: 1) { Self.courier() }
        #expect(node.lines.contains { $0.hasSuffix("waits for an answer, not everything tried") })
        #expect(explorer.findings.isEmpty)
        let (_, cut) = try await explore(try .couriers(), codes: ["4711"], limit: 5) { Self.courier() }
        #expect(cut.callCount == 5)
    }

    @Test func findsNumbersInAState() {
        let state = #"{"couriers":{"74952345678":{"name":"Иван"}},"orders":{"4711":{},"x":{"12":1}},"list":[{"5":null}],"calls":{}}"#
        let numbers = StateNumbers(in: Array(state.utf8))
        #expect(numbers.callers == ["74952345678"])
        #expect(numbers.codes == ["4711", "12", "5"])
        #expect(StateNumbers(in: Array("[".utf8)).codes.isEmpty)
    }

    @Test func drawsWhatHappens() async throws {
        let (node, _) = try await explore(try .couriers(), codes: ["4711"], depth: 1) { Self.courier() }
        let text = node.mermaid(from: "7495\"<", shown: { $0 })
        #expect(text.hasPrefix("flowchart TD\n  n1[\"greeting"))
        #expect(text.contains("n1 -->|\"4711\"| n3"))
        #expect(text.hasSuffix("call([\"7495#34;#60;\"]) --> n1\n"))
    }
}
