/// What the head of a request may be. Bodies are limited by the sandboxes' settings.
package enum RequestLimits {
    /// Bytes of the request's path and query.
    static let target = 8 << 10
    /// Bytes of all header lines together, as they are sent.
    package static let headers = 32 << 10
    package static let headerCount = 100
}
