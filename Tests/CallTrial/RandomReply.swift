import VirtualPBX

/// What handlers say, and what comes of handlers that are broken.
enum RandomReply {
    private static let bodies = [
        #"{"returned_code":0}"#, #"{"returned_code":1}"#, #"{"returned_code":2,"text":"Введите номер ещё раз"}"#,
        #"{"returned_code":7,"text":"x","operator_text":"Иван"}"#, #"{"returned_code":2147483647}"#,
        #"{"phones":["79165550011"]}"#, #"{"phones":["79165550011","102","sip-line"],"text":"Соединяю","operator_text":"Курьер"}"#,
        #"{"text":"Привет"}"#, #"{"message_name":"10sec.mp3"}"#, "", "{}", "null", "[]", "<html>", #"{"phone":["1"]}"#,
        "{\"text\":\"\u{FFFD}",
    ]

    static func make(using generator: inout some RandomNumberGenerator) -> HandlerReply {
        let body = Array((bodies.randomElement(using: &generator) ?? "").utf8)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return .failure("no connection")
        case 1: return .answer(status: [0, 204, 302, 404, 500, 503, 999].randomElement(using: &generator) ?? 500, body: body)
        default: return .answer(status: 200, body: body)
        }
    }
}
