import HandlerHost

/// The secret that whoever operates the host has to show.
package struct AdminToken: Sendable {
    private let secret: Secret

    /// - Parameter text: Not empty.
    package init(_ text: String) { secret = Secret(text) }

    /// Whether `authorization`, the value of the header of that name, shows the token as a bearer.
    func accepts(authorization: String?) -> Bool {
        Secret.bearer(authorization).map { secret.matches($0) } ?? false
    }
}
