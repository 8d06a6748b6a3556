extension BundleError {
    /// The sandbox that the error keeps from serving, where the error is about one as a whole.
    var sandbox: SandboxName? {
        if case .duplicateSandbox(let name, _) = self { name } else { nil }
    }
}
