/// What a sandbox's files have become.
enum SandboxRenewal: Sendable {
    /// A bundle, and who waits for it.
    case built(BuiltBundle, Urgency)
    /// Nothing that could be loaded, and whether that is told again when it was so before.
    case refused(BundleError, isNews: Bool)
}
