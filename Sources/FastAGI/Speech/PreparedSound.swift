/// A file that Asterisk can play.
package struct PreparedSound: Sendable, Equatable {
    /// As Asterisk sees it, without the extension, which it adds by itself.
    package var path: String
    package var duration: Duration
}
