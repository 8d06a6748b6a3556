import JSONText
import TestSupport

/// Random replies near the border between what an instruction is and what it is not.
enum RandomReply {
    private static let names = [
        "phones", "text", "message_name", "returned_code", "operator_text", "operator_media", "operator_message",
    ]
    private static let values: [JSONValue] = [
        nil, true, 0, 1, -1, 1.5, 25, 2_147_483_648, "", " ", "1", "Привет", "10sec.mp3", "undefined", [], ["102"],
        ["74951234567", "ivan"], ["5"], [102], ["102", nil], [:], ["operator_text": "a"], ["operator_media": ""],
        ["operator_media": "a", "operator_text": 1], ["operatorText": "a", "operator_text": "b"],
    ]

    static func object(using random: inout SeededGenerator) -> JSONValue {
        var object: JSONObject = [:]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let key = Int.random(in: 0..<8, using: &random) == 0 ? key(using: &random) : name(using: &random)
            object[key] = value(of: key, using: &random)
        }
        return .object(object)
    }

    /// A known key, most often with up to two letters changed, added, lost or swapped.
    static func key(using random: inout SeededGenerator) -> String {
        var letters = Array(name(using: &random))
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let place = Int.random(in: 0..<letters.count, using: &random)
            let letter: Character = "aenost_XЖ1".randomElement(using: &random) ?? "a"
            switch Int.random(in: 0..<4, using: &random) {
            case 0: letters[place] = letter
            case 1: letters.insert(letter, at: place)
            case 2: if letters.count > 1 { letters.remove(at: place) }
            default: letters.swapAt(place, max(0, place - 1))
            }
        }
        return String(letters)
    }

    /// A text of the characters that phone numbers and logins are made of, of any length around the limits.
    static func phone(using random: inout SeededGenerator) -> String {
        let alphabet =
            ["0123456789", "0123456789", "0123456789+", "01a", "aZ9._-@", "7 ()-+", "1Ж", "abc"]
            .randomElement(using: &random) ?? ""
        let length = [0...3, 1...8, 5...17, 60...66].randomElement(using: &random) ?? 0...0
        let prefix = Int.random(in: 0..<4, using: &random) == 0 ? "+" : ""
        let count = Int.random(in: length, using: &random)
        return prefix + String((0..<count).compactMap { _ in alphabet.randomElement(using: &random) })
    }

    private static func name(using random: inout SeededGenerator) -> String {
        names.randomElement(using: &random) ?? ""
    }

    private static func value(of key: String, using random: inout SeededGenerator) -> JSONValue {
        guard Int.random(in: 0..<3, using: &random) > 0 else { return values.randomElement(using: &random) ?? nil }
        switch key {
        case "phones": return ["79165550011"]
        case "returned_code": return 2
        default: return "Курьер"
        }
    }
}
