import HTTPText
import JSONText
import PlainText

/// A bundle that has loaded, as the data folder keeps it: with modules that are ready to load, and without the values of secrets.
struct KeptBundle: Sendable {
    /// The sandbox's name: the file's own name may have been changed.
    var sandbox: SandboxName
    /// Of the files that it was made of.
    var hash: ContentHash
    /// What loaded it: the release of Ringbox and its worker. Another one may not load it, or load it in another way.
    var runtime: String
    /// The file's name, for a sandbox that is one file.
    var file: String?
    var modules: [ModuleSource]
    var sourceMaps: [String: SourceMap]
    /// The bytes of `sandbox.yaml`.
    var settingsText: [UInt8]?
    /// The JSON text of the seed.
    var seed: [UInt8]?
    /// The JSON text of the routes that a worker reported. Nil when a worker has to load the bundle to know them: loading
    /// changes the state, or a route has a secret in it.
    var routes: [UInt8]?

    init(_ bundle: Bundle, runtime: String, routes: [UInt8]?) {
        sandbox = bundle.sandbox
        hash = bundle.hash
        self.runtime = runtime
        if case .single(let path) = bundle.layout { file = path }
        modules = bundle.modules
        sourceMaps = bundle.sourceMaps
        settingsText = bundle.settingsText
        seed = bundle.seed?.text
        self.routes = routes
    }

    /// The sandbox as it lay in the handlers folder.
    func entry(of name: SandboxName) -> SandboxEntry {
        SandboxEntry(name: name, entry: file ?? name.text, kind: file == nil ? .folder : .file)
    }
}
