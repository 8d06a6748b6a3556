/// The two sets of matching rules.
package enum RouteStyle: Sendable {
    /// Routes that follow from file names: `{name}`, `{...rest}`; the more literal route wins; a trailing slash is
    /// ignored.
    case files
    /// Routes of `Sandbox.define`: `:name`, `{name}`, `{name:regex}`, `*`; a trailing slash is significant.
    case getsandbox
}
