import JSONText
import TestSupport
import Testing
import TextFilters

@Suite struct NumberMaskTests {
    private let mask = NumberMask()

    @Test(arguments: [
        ("79031112233", "7903•••33"), ("+79031112233 звонит", "+7903•••33 звонит"), ("8 (903) 111-22-33", "8903•••33"),
        ("2345678", "23•••78"), ("234-56-78", "23•••78"), ("495123456", "495•••56"),
        ("+7\u{a0}903\u{2011}111\u{2011}22\u{2011}33", "+7903•••33"),
        ("79031112233, 79034445566", "7903•••33, 7903•••66"), ("79031112233 79034445566", "7903•••33 7903•••66"),
        ("+7 (495) 1234567", "+7495•••67"), ("заказ 4711", "заказ 4711"), ("123456", "123456"), ("", ""),
        ("2024-05-06 12:30:00", "2024-05-06 12:30:00"), ("79031112233 2024-05-06", "7903•••33 2024-05-06"), ("2024-05-06-78", "202•••78"),
        ("203.0.113.195", "203.0.113.195"),
    ])
    func shortensNumbersInText(_ text: String, _ shown: String) {
        #expect(mask.text(text) == shown)
    }

    @Test(arguments: [
        ("/go?numa=79031112233&numb=%2B74951234567&n=5", "/go?numa=7903•••33&numb=%2B7495•••67&n=5"),
        ("/go?a=8%20%28903%29+111-22-33", "/go?a=8903•••33"), ("/go?a=%37%39%30%33%31112233#", "/go?a=7903•••33#"),
        ("/go?a=%", "/go?a=%"), ("/go?a=7903111223%3", "/go?a=790•••23%3"), ("/call/79031112233", "/call/7903•••33"),
    ])
    func shortensNumbersInURLs(_ url: String, _ shown: String) {
        #expect(mask.url(url) == shown)
    }

    @Test(arguments: [
        (#"{"phones":["74951234567"],"n":79031112233}"#, #"{"phones":["7495•••67"],"n":"7903•••33"}"#),
        (
            #"[{"op":"add","path":"/calls/79031112233","value":-79031112233}]"#,
            #"[{"op":"add","path":"/calls/7903•••33","value":"-7903•••33"}]"#
        ),
        (#"{"79031112233":1,"79034442233":2}"#, #"{"7903•••33":1,"7903•••33 (2)":2}"#),
        (#"{"a":"\u0037903111\u00322233"}"#, #"{"a":"7903•••33"}"#), ("79031112233", "\"7903•••33\""),
        ("numa=%2B79031112233", "numa=%2B7903•••33"),
        (#"{"n": 5, "a": 1e3}"#, #"{"n":5,"a":1e3}"#),
    ])
    func shortensNumbersInBodies(_ body: String, _ shown: String) {
        #expect(mask.shownBody(body) == shown)
    }

    @Test func goesThroughTheBeginningOfALongBodyOnly() throws {
        let long = "[\"79031112233\"" + String(repeating: ",\"79031112233\"", count: 10_000) + "]"
        let body = mask.shownBody(long)
        #expect(body.utf8.count < NumberMask.longestBody * 2 && !body.contains("1112") && body.hasSuffix("…"))
        #expect(mask.shownJSON(long) == "\"•••\"")
    }

    /// Whatever a number is written in, none of its digits but those that are to be seen are left, and JSON stays JSON.
    @Test(arguments: 0..<300)
    func leavesNoNumber(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let number = (0..<Int.random(in: 7...15, using: &random)).map { String(Int.random(in: ($0 == 0 ? 1 : 0)...9, using: &random)) }
        let gaps = ["", "", "", " ", "-", " (", ") ", "\u{a0}"]
        var written = ["", "+", "т. "].randomElement(using: &random) ?? ""
        for digit in number { written += digit + (gaps.randomElement(using: &random) ?? "") }
        let text = "от \(written)x, заказ 4711"
        let value: JSONValue = [
            "text": .string(text), written: .array([.string(text), .string(number.joined())]),
            "number": .number(JSONNumber(Int(number.joined()) ?? 0)),
        ]
        let shown = mask.text(text)
        let json = try JSONValue(parsing: mask.shownJSON(String(decoding: value.bytes(), as: UTF8.self)))
        #expect(Self.longestRun(shown) <= 4)
        #expect(Self.longestRun(json.string ?? String(decoding: json.bytes(), as: UTF8.self)) <= 4)
        #expect(shown.hasSuffix("x, заказ 4711") && json["text"]?.string == shown)
    }

    private static func longestRun(_ text: String) -> Int {
        text.split { !$0.isNumber }.map(\.count).max() ?? 0
    }
}
