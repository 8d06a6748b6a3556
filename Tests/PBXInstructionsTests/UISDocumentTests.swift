import Foundation
import JSONText
import PBXInstructions
import Testing

/// The promises of `docs/uis.md` and of the files it links to.
struct UISDocumentTests {
    private let document: Document

    init() throws {
        document = try Document("uis.md")
    }

    @Test func hasTheTablesOfTheCode() throws {
        let part = document.part(from: "<!-- tables -->", to: "<!-- end of tables -->")
        #expect(part == "\n\(Dialect.uis.documentation)\n")
    }

    @Test func hasTheSchemaAndTheTypesOfTheCode() throws {
        let schema = try #require(Dialect.uis.jsonSchema).bytes(pretty: true)
        #expect(try Document("schemas/uis.json").text == String(decoding: schema, as: UTF8.self) + "\n")
        #expect(try Document("schemas/uis.d.ts").text == Dialect.uis.typeScript)
    }

    @Test func hasRepliesThatAreCheckedAsItSays() throws {
        let blocks = document.blocks
        var replies = 0
        for (place, block) in blocks.enumerated() where block.info == "json reply" {
            let next = place + 1 < blocks.count ? blocks[place + 1] : block
            let expected = next.info == "text findings" ? next.text : ""
            #expect(Dialect.uis.check(reply: Array(block.text.utf8)).lines == expected)
            replies += 1
        }
        #expect(replies >= 5)
    }

    @Test func hasRequestsThatAreReadAsItSays() throws {
        let blocks = document.blocks
        var requests = 0
        for (place, block) in blocks.enumerated().dropLast() where block.info == "text request" {
            let request = Dialect.uis.callRequest(from: try parameters(of: block.text))
            let next = blocks[place + 1]
            if next.info == "json call" {
                var writer = JSONWriter()
                request.append(to: &writer)
                #expect(try JSONValue(parsing: writer.bytes) == JSONValue(parsing: next.text))
                #expect(request.findings.isEmpty)
            } else {
                #expect(request.findings.map { "\($0.severity.rawValue): \($0)\n" }.joined() == next.text)
            }
            requests += 1
        }
        #expect(requests >= 3)
    }

    @Test func hasSlipsThatAreFoundAsItSays() throws {
        let rows = document.rows(of: 3).filter { !["returned", "---"].contains($0[0]) }
        for row in rows {
            let reply = row[1].trimmingCharacters(in: ["`"])
            let place = row[2].hasPrefix("/") ? String(row[2].prefix { $0 != ":" }) : ""
            let kinds: [(String, ReplySlip.Kind)] = [
                ("a promise", .promise), ("a function", .function), ("NaN", .nan), ("a Set", .set),
            ]
            let kind = kinds.first { row[0].contains(", \($0.0)") }?.1
            let slips = try kind.map { [ReplySlip($0, at: try JSONPointer(parsing: place))] } ?? []
            let check = Dialect.uis.check(reply: Array(reply.utf8), slips: slips)
            #expect(check.findings.map(\.description) == [row[2]])
        }
        #expect(rows.count >= 5)
    }

    private func parameters(of query: String) throws -> CallParameters {
        let pairs = query.trimmingCharacters(in: .newlines).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            return (name: parts.first ?? "", value: parts.count > 1 ? parts[1] : "")
        }
        return CallParameters(pairs)
    }
}
