import PBXInstructions
import Testing
import VirtualPBX

extension Scenario {
    /// The couriers: who is known types the number of his order, and others get an operator.
    static func couriers(whisper: String? = nil) throws -> Scenario {
        var first = InteractiveOperation(target: .route("/crm"))
        first.codes = [Branch(1, Link("code")), Branch(2, Link("again")), Branch(3, Link("box"))]
        first.backup = Link("operator")
        first.transfer.ringTime = .seconds(20)
        first.transfer.whisper = try whisper.map { try #require(Prompt(.text, $0)) }
        first.transfer.noAnswer = Link("menu")
        var code = first
        code.input = InputSettings(length: 4)
        code.prompt = [try #require(Prompt(.text, "Введите номер заказа"))]
        var transfer = TransferOperation(destinations: try destinations("74959876543"))
        transfer.settings.noAnswer = Link("menu")
        var menu = MenuOperation(prompt: [try #require(Prompt(.text, "Нажмите один"))], keys: [Branch("1", Link("box"))])
        menu.attempts = 2
        menu.otherwise = Link("bye")
        var box = VoicemailOperation(prompt: [try #require(Prompt(.text, "Говорите"))])
        box.next = Link("bye")
        let wrong = try #require(Prompt(.text, "Неверно"))
        return Scenario(
            file: "test/scenario.yaml", start: Link("ask"),
            operations: [
                Operation("ask", .interactive(first)), Operation("code", .interactive(code)),
                Operation("again", .message(MessageOperation(prompt: [wrong], next: Link("code")))),
                Operation("operator", .transfer(transfer)), Operation("menu", .menu(menu)), Operation("box", .voicemail(box)),
                Operation("bye", .hangup),
            ])
    }

    /// One message, and the end.
    static func message(_ message: PlayedMessage?, next: String? = nil) throws -> Scenario {
        let operation = MessageOperation(prompt: [try #require(message)], next: next.map { Link($0) })
        return Scenario(file: "test/scenario.yaml", start: Link("hello"), operations: [Operation("hello", .message(operation))])
    }

    /// One question without a backup.
    static func question() -> Scenario {
        Scenario(
            file: "test/scenario.yaml", start: Link("ask"),
            operations: [Operation("ask", .interactive(InteractiveOperation(target: .route("/crm"))))])
    }

    static func destinations(_ texts: String...) throws -> DestinationList {
        let all = try texts.map { text in try #require(Destination(text)) }
        return try #require(DestinationList(all))
    }
}
