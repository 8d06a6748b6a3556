/// A route as a sandbox defines it.
package struct RouteDefinition: Sendable, Equatable {
    /// The method in any case; `nil`, `ALL` and `*` stand for every method.
    package var method: String?
    /// The path, such as `/orders/{id}`; the syntax depends on the ``RouteStyle``.
    package var template: String
    /// The file that defines it, relative to the sandbox.
    package var file: String?
    /// The line in that file, from 1.
    package var line: Int?

    package init(method: String?, template: String, file: String? = nil, line: Int? = nil) {
        self.method = method
        self.template = template
        self.file = file
        self.line = line
    }
}
