import PBXInstructions
import Testing

@testable import VirtualPBX

extension Scenario {
    init(_ operations: Operation..., limit: Int = Scenario.standardTransitionLimit) {
        self.init(file: "x/scenario.yaml", start: Link(operations.first?.name ?? ""), transitionLimit: limit, operations: operations)
    }

    /// The shop whose couriers call: asked without digits first, then with those of an order, and an operator behind everything.
    static func couriers() throws -> Scenario {
        var first = InteractiveOperation(target: .route("/crm_integration"))
        first.codes = [Branch(1, Link("order"))]
        first.backup = Link("operator")
        var order = first
        order.prompt = [try #require(Prompt(.text, "Введите номер"))]
        order.input = InputSettings(length: 4)
        order.codes = [Branch(2, Link("order"))]
        order.transfer.noAnswer = Link("operator")
        return Scenario(
            Operation("greeting", .interactive(first)), Operation("order", .interactive(order)),
            Operation("operator", .transfer(TransferOperation(destinations: try list("74959876543")))))
    }

    static func list(_ numbers: String...) throws -> DestinationList {
        try #require(DestinationList(numbers.compactMap { Destination($0) }))
    }
}
