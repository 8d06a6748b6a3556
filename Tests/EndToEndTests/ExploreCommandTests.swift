import JSONText
import TestSupport
import Testing

/// Exploring, from the command line, …
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct ExploreCommandTests {
    private let handlers: TemporaryFolder

    init() throws { handlers = try TemporaryFolder() }

    @Test(arguments: ["uis_test", "crm11", "hotline"])
    func findsNothingWrongWithTheExamples(sandbox: String) throws {
        let result = try CommandResult.ringbox("explore", sandbox, "--handlers", "\(BuiltProducts.checkout)/handlers")
        #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.output)\(result.errors)")
        #expect(result.output.hasSuffix(" calls, nothing wrong found\n"))
    }

    @Test func comesToEveryBranchOfTheCouriersHandler() throws {
        let result = try explore("uis_test", "--from", "74952345678", in: "\(BuiltProducts.checkout)/handlers")
        for line in [
            "├ 4711: \"Соединяю с клиентом\" · rings 79165550011 · waits for an answer",
            "answers: tells the employee \"Курьер Иван, заказ 4711\" · success_finish",
            "4713: \"Заказ 4713 не найден. Введите номер ещё раз\" · order",
            // The third mistake.
            "answers: tells the employee \"Курьер Иван не смог назвать номер заказа\" · success_finish",
            "no answer: later · \"Никто не отвечает. Позвоните, пожалуйста, позже\" · bye · scenario_disconnects",
        ] {
            #expect(result.output.contains(line), "\(line)\n\(result.output)")
        }
    }

    @Test func tellsTheShortestWayToEachMistake() throws {
        try writeShop(
            """
            module.exports = (req, state) => {
              const { input } = req.call;
              state.calls = (state.calls ?? 0) + 1;
              if (input === "11") throw new Error("нет такого");
              if (input === "12") return { phone: ["1"] };
              if (input === "13") return { returned_code: 5 };
              if (input === "14" && state.calls === 1) return { phones: ["74951234567"], text: "Первый звонок" };
              return { returned_code: 1 };
            }
            """)
        let result = try explore("shop", "--from", "", "--code", "11", "--code", "12", "--code", "13", "--code", "14", "--json")
        #expect(result.exitCode == 1, "\(result.errors)")
        let report = try JSONValue(parsing: result.output)
        let findings = report["findings"]?.array ?? []
        func finding(_ part: String) -> JSONValue? { findings.first { $0["message"]?.string?.contains(part) ?? false } }
        #expect(finding("status 500 (threw): go.js:4:")?["inputs"] == [["keys": "11"]])
        #expect(finding("status 500 (invalid_instruction): /phone: unknown key (did you mean \"phones\"?)")?["inputs"] == [["keys": "12"]])
        #expect(finding("code 5 has no branch")?["inputs"] == [["keys": "13"]])
        // Each call begins with the state that the sandbox begins with.
        #expect(finding("transfer_disconnects")?["inputs"] == [["keys": "14"], ["answers": false]])
        #expect(report["complete"] == true && report["missed"] == [], "\(report)")
        let text = try explore("shop", "--from", "", "--code", "11")
        #expect(
            text.output.contains(
                "\n  somebody with a hidden number calls: 11\n  ringbox call shop --fresh --from '' --press '11'\n"), "\(text.output)")
    }

    @Test func findsAPlaceThatNoWayLeadsOutOf() throws {
        try writeShop("module.exports = () => ({ returned_code: 1, text: 'Ещё раз' })")
        let result = try explore("shop", "--from", "74950000000")
        #expect(result.exitCode == 1 && result.output.contains("error: no way leads out of here\n"), "\(result.output)")
        #expect(!result.output.contains("no call came to"))
    }

    @Test func saysWhereItStopped() throws {
        try writeShop("module.exports = () => ({ returned_code: 1, text: 'Ещё раз' })")
        let result = try explore("shop", "--limit", "3", "--from", "1234567", "--from", "7654321")
        #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("not tried, because the calls were used up: 7654321 calls\n"), "\(result.output)")
        #expect(result.output.contains("no call came to operator, bye\n"), "\(result.output)")
        #expect(
            result.output.hasSuffix("3 calls, nothing wrong found, and there are more ways: raise --depth or --limit\n"), "\(result.output)"
        )
    }

    @Test func asksNobodyOutsideUnlessItIsTold() throws {
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "shop/go.js")
        try handlers.write("operations: { a: { interactive: { url: \"http://127.0.0.1:1/x\" } } }\n", to: "shop/scenario.yaml")
        let refused = try explore("shop")
        #expect(refused.exitCode == 64 && refused.errors.contains("--scenario-urls http://127.0.0.1:1 allows it"), "\(refused.errors)")
        let asked = try explore("shop", "--scenario-urls", "http://127.0.0.1:1", "--from", "")
        #expect(asked.exitCode == 1 && asked.output.contains("no_operation"), "\(asked.output)\(asked.errors)")
    }

    @Test func saysWhatIsWrongWithItsArguments() throws {
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "plain/go.js")
        try handlers.write("export default (", to: "broken/go.js")
        try handlers.write("operations: { bye: hangup }\n", to: "broken/scenario.yaml")
        try writeShop("module.exports = () => ({ returned_code: 1 })")
        for (arguments, code, part) in [
            (["shp"], 66, "did you mean \"shop\"?"),
            (["plain"], 66, "there is no plain/scenario.yaml"),
            (["broken"], 1, "broken does not load"),
            (["shop", "--depth", "0"], 64, "--depth has to be from 1 to 20, not 0"),
            (["shop", "--limit", "0"], 64, "--limit has to be from 1 to 100000, not 0"),
            (["shop", "--from", "8 (495)"], 64, "a number has 2 to 15 digits"),
            (["shop", "--from", "٧٤٩٥٢٣٤٥٦٧٨"], 64, "a number has 2 to 15 digits"),
            (["shop", "--code", "12a"], 64, "--code takes 1 to 32 keys"),
            (["shop", "--format", "mermaid"], 64, "name it with --from"),
        ] as [([String], Int32, String)] {
            let result = try CommandResult.run(
                BuiltProducts.path(of: "ringbox"), ["explore", "--handlers", handlers.path] + arguments)
            #expect(result.exitCode == code && result.errors.contains(part), "\(arguments): \(result.exitCode) \(result.errors)")
        }
    }

    private func writeShop(_ handler: String) throws {
        try handlers.write(handler, to: "shop/go.js")
        try handlers.write(
            """
            operations:
              ask:
                interactive: { route: /go, prompt: Номер, input: { length: 2 }, codes: { 1: ask }, backup: operator }
              operator: { transfer: { phones: ["74959876543"], noAnswer: bye } }
              bye: hangup
            """, to: "shop/scenario.yaml")
    }

    private func explore(_ arguments: String..., in folder: String? = nil) throws -> CommandResult {
        try CommandResult.run(BuiltProducts.path(of: "ringbox"), ["explore", "--handlers", folder ?? handlers.path] + arguments)
    }
}
