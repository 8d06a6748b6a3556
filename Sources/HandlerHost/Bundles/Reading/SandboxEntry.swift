package import HTTPText

/// A sandbox as it lies in the handlers folder.
package struct SandboxEntry: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case folder, file }
    package let name: SandboxName
    /// The folder's or file's name in the handlers folder, such as `uis_test` or `hello.js`.
    package let entry: String
    package let kind: Kind

    package init(name: SandboxName, entry: String, kind: Kind) {
        self.name = name
        self.entry = entry
        self.kind = kind
    }

    /// A path for people, relative to the handlers folder.
    ///
    /// - Parameter path: Relative to the sandbox; empty for the sandbox itself.
    package func place(_ path: String) -> String { path.isEmpty || kind == .file ? entry : entry + "/" + path }
}
