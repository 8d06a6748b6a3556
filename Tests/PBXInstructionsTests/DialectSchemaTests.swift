import JSONText
import PBXInstructions
import TestSupport
import Testing

struct DialectSchemaTests {
    private let evaluator = SchemaEvaluator()

    private func schema() throws -> JSONValue {
        try #require(Dialect.uis.jsonSchema)
    }

    @Test(arguments: try Fixture.all(in: "accepted"))
    func acceptsWhatTheCheckAccepts(_ fixture: Fixture) throws {
        #expect(try evaluator.accepts(JSONValue(parsing: fixture.reply), by: schema()))
    }

    @Test(arguments: try Fixture.all(in: "rejected").filter(\.slips.isEmpty))
    func rejectsWhatTheCheckRejects(_ fixture: Fixture) throws {
        guard let reply = try? JSONValue(parsing: fixture.reply) else { return }  // A schema sees only JSON.
        #expect(try !evaluator.accepts(reply, by: schema()))
    }

    @Test func agreesWithTheCheckOnRandomReplies() throws {
        var random = SeededGenerator(seed: 1)
        let schema = try schema()
        var accepted = 0
        for _ in 0..<1_500 {
            let reply = RandomReply.object(using: &random)
            let check = Dialect.uis.check(reply: reply.bytes())
            #expect(try evaluator.accepts(reply, by: schema) == check.isAccepted, "\(reply.text)\n\(check.lines)")
            accepted += check.isAccepted ? 1 : 0
        }
        #expect((150...1_350).contains(accepted))
    }

    @Test func agreesWithTheCheckOnMisspeltKeys() throws {
        var random = SeededGenerator(seed: 2)
        let patterns = try #require(schema()["patternProperties"])
        let properties = try #require(schema()["properties"]?.object)
        var misspelt = 0
        for _ in 0..<1_000 {
            let key = RandomReply.key(using: &random)
            guard properties[key] == nil else { continue }
            let reply: JSONValue = ["returned_code": 1, key: true]
            let isAccepted = Dialect.uis.check(reply: reply.bytes()).isAccepted
            #expect(try evaluator.accepts(reply, by: ["patternProperties": patterns]) == isAccepted, "\(key)")
            misspelt += isAccepted ? 0 : 1
        }
        #expect(misspelt > 200)
    }

    @Test func agreesWithTheCheckOnPhones() throws {
        var random = SeededGenerator(seed: 3)
        let element = try #require(schema()["properties"]?["phones"]?["items"])
        for _ in 0..<3_000 {
            let phone = RandomReply.phone(using: &random)
            #expect(
                try evaluator.accepts(.string(phone), by: element) == (Destination(phone) != nil), "\(phone)")
        }
    }

    @Test func acceptsItsOwnExamples() throws {
        let examples = try #require(schema()["examples"]?.array)
        #expect(!examples.isEmpty)
        for example in examples {
            #expect(try evaluator.accepts(example, by: schema()))
            #expect(Dialect.uis.check(reply: example.bytes()).findings.isEmpty)
        }
    }

    @Test func describesEveryKeyWithAnExampleThatItAccepts() throws {
        let properties = try #require(schema()["properties"]?.object)
        #expect(properties.count == 7)
        for (key, property) in properties {
            #expect(property["title"]?.string?.isEmpty == false, "\(key)")
            #expect(property["description"]?.string?.isEmpty == false, "\(key)")
            let example = try #require(property["examples"]?[0])
            #expect(try evaluator.accepts(example, by: property), "\(key)")
        }
    }

    @Test func isOfDraft2020() throws {
        #expect(try schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    }
}
