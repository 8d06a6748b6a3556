/// How far the probe goes into the jail.
enum Stage: String {
    /// The first step only, so that what the second one covers is tried by itself.
    case enclosed
    case locked
}
