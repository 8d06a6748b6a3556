/// A bundle, and what is known of it before it is loaded.
package struct BuiltBundle: Sendable {
    package var bundle: Bundle
    /// The JSON text of the routes that a worker of this host reported when it loaded the same files; nil when none has.
    var routes: [UInt8]?
}
