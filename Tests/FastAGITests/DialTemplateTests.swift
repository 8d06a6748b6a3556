import PBXInstructions
import TestSupport
import Testing

@testable import FastAGI

struct DialTemplateTests {
    private func templates() throws -> DialTemplates {
        DialTemplates(
            number: try #require(DialTemplate("PJSIP/{number}@trunk")), extension: try #require(DialTemplate("PJSIP/{number}")),
            sipLogin: try #require(DialTemplate("PJSIP/{number}")))
    }

    @Test(arguments: [
        "", "{number}", "PJSIP/trunk", "/{number}", "PJSIP/{number}&SIP/{number}", "PJSIP/{number},30", "PJSIP/{number}|30",
        "PJSIP/{number}^x", "PJSIP/{number})", "PJSIP/ {number}", "PJSIP/{number}\n", "PJSIP/${X}{number}", "PJSIP/{number}@транк",
        "PJSIP/{номер}",
    ])
    func refuses(_ text: String) { #expect(DialTemplate(text) == nil) }

    @Test(arguments: [
        "PJSIP/{number}@trunk", "SIP/trunk/{number}", "Local/{number}@from-internal/n", "PJSIP/trunk/sip:{number}@10.0.0.1:5060",
    ])
    func takes(_ text: String) throws { #expect(try #require(DialTemplate(text)).description == text) }

    @Test func writesEachKindOfDestination() throws {
        let all = try ["+79165550011", "102", "ivan.petrov"].map { try #require(Destination($0)) }
        let list = try #require(DestinationList(all))
        #expect(try templates().text(for: list) == "PJSIP/79165550011@trunk&PJSIP/102&PJSIP/ivan.petrov")
    }

    /// Whatever a handler writes, the dialplan gets one destination for each of the list, and no option.
    @Test func letsNoDestinationMeanSomethingElse() throws {
        var generator = SeededGenerator(seed: 11)
        let templates = try templates()
        let alphabet = Array("0123456789abcXYZ._-@+&,|^()${}/ \n\"\\ы#*")
        var accepted = 0
        for _ in 0..<50_000 {
            let text = String((0..<Int.random(in: 2...12, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) })
            guard let destination = Destination(text), let list = DestinationList([destination]) else { continue }
            accepted += 1
            let written = try templates.text(for: list)
            #expect(!written.contains { "&,|^()${} \n\"\\".contains($0) })
        }
        #expect(accepted > 100)
    }

    @Test func knowsWhoHasAnswered() throws {
        let templates = try templates()
        let all = try ["79165550011", "102"].map { try #require(Destination($0)) }
        let list = try #require(DestinationList(all))
        #expect(templates.answered(list, peer: "102")?.text == "102")
        #expect(templates.answered(list, peer: "79165550011@trunk")?.text == "79165550011")
        #expect(templates.answered(list, peer: "somebody")?.text == "79165550011")
        #expect(templates.answered(list, peer: nil)?.text == "79165550011")
    }
}
