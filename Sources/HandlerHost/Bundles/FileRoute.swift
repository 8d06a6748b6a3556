/// A route that follows from a file's name.
package struct FileRoute: Sendable, Equatable {
    /// The path, such as `/orders/{id}`, in ``RouteStyle/files``.
    package let template: String
    /// The module that answers, such as `orders/[id].js`.
    package let path: String

    package init(template: String, path: String) {
        self.template = template
        self.path = path
    }
}
