import FastAGI
import TestSupport
import Testing
import VirtualPBX

struct AGIEnvironmentTests {
    private func environment(_ lines: [String], limit: Int = 300) throws -> AGIEnvironment {
        var environment = AGIEnvironment()
        for line in lines { try environment.add(line, limit: limit) }
        return environment
    }

    @Test func tellsTheScenarioOfTheCall() throws {
        let facts = try environment([
            "agi_network: yes", "agi_network_script: uis_test", "agi_request: agi://127.0.0.1/uis_test", "agi_uniqueid: 1733000000.12",
            "agi_callerid: +74952345678", "agi_calleridname: Иван: курьер", "agi_dnid: unknown", "agi_extension: 74951234567",
        ]).facts(startTime: 1_200)
        #expect(facts.id == "1733000000.12")
        #expect(facts.from == "74952345678")
        #expect(facts.to == "74951234567")
        #expect(facts.startTime == 1_200)
    }

    @Test func believesTheAddressMoreThanTheChannel() throws {
        let facts = try environment([
            "agi_network_script: uis_test?to=%2B74959998877&from=79160000000&id=c-7", "agi_callerid: 101", "agi_extension: s",
        ]).facts(startTime: 0)
        #expect(facts.to == "74959998877")
        #expect(facts.from == "79160000000")
        #expect(facts.id == "c-7")
    }

    @Test(arguments: ["unknown", "", "<script>", "7 495", "٧٤٩٥", String(repeating: "1", count: 33), "ivan"])
    func hidesACallerWithoutANumber(_ caller: String) throws {
        #expect(try environment(["agi_callerid: \(caller)", "agi_extension: 100"]).facts(startTime: 5).from.isEmpty)
    }

    @Test func namesACallWithoutAnIDByItsTime() throws {
        #expect(try environment(["agi_uniqueid: a b\u{1}"]).facts(startTime: 5).id == "5")
    }

    @Test(arguments: ["GET / HTTP/1.1", "agi_", "agi_: x", "agi_a b: x", "agi_имя: x", "200 result=1", "\u{FFFD}\u{0}", "agi_x"])
    func refuses(_ line: String) {
        #expect(throws: AGIFault.self) { try environment([line]) }
    }

    @Test func refusesAnEnvironmentWithoutEnd() {
        #expect(throws: AGIFault.longEnvironment(limit: 3)) {
            try environment(["agi_a: 1", "agi_b: 2", "agi_c: 3", "agi_d: 4"], limit: 3)
        }
    }

    @Test(arguments: [
        ("uis_test", "uis_test", [:]), ("/uis_test/", "uis_test", [:]), ("", "", [:]), ("?to=1", "", ["to": "1"]),
        ("agi://host:4573/crm11?a=%D1%8B&b", "crm11", ["a": "ы", "b": ""]), ("a?x=%zz&x=%4", "a", ["x": "%4"]),
        ("../../etc", "..", [:]), ("agi://host", "", [:]),
    ])
    func readsTheAddress(_ script: String, _ sandbox: String, _ query: [String: String]) {
        let target = AGITarget(script)
        #expect(target.sandbox == sandbox)
        #expect(target.query == query)
    }

    @Test func survivesAnyLine() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<10_000 {
            var bytes = (0..<Int.random(in: 0...30, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if Bool.random(using: &generator) { bytes = Array("agi_request: ".utf8) + bytes }
            var environment = AGIEnvironment()
            guard (try? environment.add(String(decoding: bytes, as: UTF8.self), limit: 300)) != nil else { continue }
            let facts = environment.facts(startTime: 0)
            #expect(facts.from.utf8.allSatisfy { (48...57).contains($0) })
            #expect(!facts.id.isEmpty)
        }
    }
}
