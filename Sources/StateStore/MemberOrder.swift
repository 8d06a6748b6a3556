/// Whether the order of an object's members is part of what it is.
package enum MemberOrder: Sendable {
    /// As for JavaScript, which walks through members in their order.
    case kept
    /// As for JSON.
    case ignored
}
