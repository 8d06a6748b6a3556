import Foundation
import PBXInstructions
import TestSupport
import Testing

@testable import VirtualPBX

/// The scenarios that come with the project …
struct ScenarioExampleTests {
    /// A caller who types, and a handler whose answers are written down.
    private struct Call {
        var engine: CallEngine
        var replies: [String]
        /// What is typed after each prompt; as many digits as are taken.
        var typed: [String]
        var log: [String] = []
        var time = Duration.zero

        /// Lets the call run to its end.
        mutating func run() {
            var actions = engine.start()
            for _ in 0..<200 where engine.finish == nil {
                guard let event = answer(to: actions) else { return }
                time += .seconds(1)
                actions = engine.handle(event, at: time)
            }
            _ = answer(to: actions)
        }

        private mutating func answer(to actions: [CallAction]) -> CallEvent? {
            var event: CallEvent?
            for action in actions {
                switch action {
                case .note(.entered(let operation)): log.append(operation)
                case .note(.hears(let message)): log.append(message.line)
                case .play(_, let number): event = .played(number: number)
                case .ask(let request):
                    log.append(request.parameters.first { $0.name == "input_result" }.map { "asks with \"\($0.value)\"" } ?? "asks")
                    event = replies.isEmpty ? .replied(.failure("refused"), number: request.number) : reply(request.number)
                case .startTimer(.digit, _): if event == nil { event = key() }
                case .dial(let order):
                    log.append("dials \(order.destinations.all.map(\.text).joined(separator: ",")) as \(order.callerID)")
                    event = .notAnswered(.noAnswer, number: order.number)
                case .record(_, let number): event = .recorded(.seconds(5), number: number)
                default: break
                }
            }
            return event
        }

        private mutating func reply(_ number: Int) -> CallEvent {
            .replied(.answer(status: 200, body: Array(replies.removeFirst().utf8)), number: number)
        }

        private mutating func key() -> CallEvent {
            guard var next = typed.first else { return .timeIsUp(.digit) }
            let key = next.removeFirst()
            if next.isEmpty { typed.removeFirst() } else { typed[0] = next }
            return .pressed(key)
        }
    }

    private func call(_ sandbox: String, at time: Int64 = 0, replies: [String], typed: [String] = []) throws -> Call {
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(BuiltProducts.checkout)/handlers/\(sandbox)/scenario.yaml")))
        let facts = CallFacts(id: "1", from: "74952345678", to: "74951234567", startTime: time)
        var call = Call(
            engine: CallEngine(try Scenario(parsing: bytes, file: "x"), facts), replies: replies, typed: typed)
        call.run()
        return call
    }

    @Test(arguments: ["uis_test", "crm11"])
    func haveACourierTypeANumberUntilItIsRight(sandbox: String) throws {
        let call = try call(
            sandbox,
            replies: [
                #"{"returned_code": 1, "text": "Введите номер заказа"}"#, #"{"returned_code": 2, "text": "Не найден"}"#,
                #"{"text": "Соединяю с клиентом", "phones": ["79165550011"]}"#,
            ], typed: ["4713", "4711"])
        #expect(
            call.log == [
                "greet", "asks with \"None\"", "\"Введите номер заказа\"", "order", "\"Это четыре цифры\"", "asks with \"4713\"",
                "\"Не найден\"", "order", "\"Это четыре цифры\"", "asks with \"4711\"", "\"Соединяю с клиентом\"",
                "dials 79165550011 as 74951234567", "later", "\"Никто не отвечает. Позвоните, пожалуйста, позже\"", "bye",
            ])
        #expect(call.engine.finish == .scenario)
    }

    @Test(arguments: ["uis_test", "crm11"])
    func haveAnOperatorHelpWhenTheHandlerFails(sandbox: String) throws {
        let call = try call(sandbox, replies: [])
        #expect(call.log.prefix(4) == ["greet", "asks with \"None\"", "operator", "\"Соединяю с оператором\""])
        #expect(call.log.contains("dials 74959876543 as 74952345678"))
    }

    @Test func haveAMenuThatTheHandlerSpeaks() throws {
        // Thursday, noon in Moscow.
        let call = try call(
            "hotline", at: 9 * 3600,
            replies: [
                #"{"returned_code": 1, "text": "Доставка: нажмите 1"}"#, #"{"returned_code": 1, "text": "Такого отдела нет"}"#,
                #"{"text": "Соединяю", "phones": ["74952223301", "74952223302"]}"#,
            ], typed: ["9", "1"])
        #expect(
            call.log.dropFirst(2).prefix(13) == [
                "time", "ask", "asks with \"None\"", "\"Доставка: нажмите 1\"", "choose", "asks with \"9\"", "\"Такого отдела нет\"",
                "choose",
                "asks with \"1\"", "\"Соединяю\"", "dials 74952223301,74952223302 as 74952345678", "operator", "\"Соединяю с оператором\"",
            ])
        #expect(call.log.suffix(3) == ["box", "\"Оставьте сообщение после сигнала\"", "bye"])
        #expect(try self.call("hotline", replies: []).log.contains("closed"), "three at night")
    }
}
