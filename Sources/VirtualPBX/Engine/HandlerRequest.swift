/// A question to a handler, as a PBX would put it.
package struct HandlerRequest: Sendable, Equatable {
    package var target: InteractiveOperation.Target
    package var method: InteractiveOperation.Method
    /// In the order in which they are sent: in the query of a GET, as a JSON object in the body of a POST.
    package var parameters: [Parameter]
    package var number: Int

    package init(
        target: InteractiveOperation.Target, method: InteractiveOperation.Method, parameters: [Parameter], number: Int
    ) {
        self.target = target
        self.method = method
        self.parameters = parameters
        self.number = number
    }

    package struct Parameter: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
