package import HTTPText
package import PlainText

/// The immutable set of a sandbox's files that a worker loads.
package struct Bundle: Sendable {
    package enum Layout: Sendable, Equatable {
        /// A folder whose files are routes.
        case files(routes: [FileRoute])
        /// A folder whose entry module defines the routes with `Sandbox.define`.
        case main(entry: String)
        /// One file, which answers `/`.
        case single(path: String)
    }
    package let sandbox: SandboxName
    /// Over the paths and bytes of all files that count, settings and seed included: equal files, equal hash.
    package let hash: ContentHash
    /// The first 12 hexadecimal digits of the hash: what people see.
    package let version: String
    package let layout: Layout
    /// By path.
    package let modules: [ModuleSource]
    /// For the modules that were transformed, by path.
    package let sourceMaps: [String: SourceMap]
    package let settings: SandboxSettings
    /// The bytes of `sandbox.yaml`, without the values of secrets; nil when there is none.
    let settingsText: [UInt8]?
    /// The state of a sandbox that has none yet: an object.
    package let seed: StateSeed?
    /// Sentences about things that are odd, and work.
    package let warnings: [String]

    /// Whether another bundle is made of the same files and the same secrets. The hash, which people see, says nothing of secrets.
    func isSame(as other: Bundle) -> Bool { hash == other.hash && settings.secrets == other.settings.secrets }

    package init(
        sandbox: SandboxName, hash: ContentHash, layout: Layout, modules: [ModuleSource],
        sourceMaps: [String: SourceMap] = [:], settings: SandboxSettings, settingsText: [UInt8]? = nil,
        seed: StateSeed? = nil, warnings: [String] = []
    ) {
        self.sandbox = sandbox
        self.hash = hash
        version = hash.label
        self.layout = layout
        self.modules = modules
        self.sourceMaps = sourceMaps
        self.settings = settings
        self.settingsText = settingsText
        self.seed = seed
        self.warnings = warnings
    }

    /// The matching rules that belong to the layout.
    package var routeStyle: RouteStyle {
        if case .main = layout { .getsandbox } else { .files }
    }

    /// The module a worker starts with in a layout that has one, and the routes that are known without running it.
    package var fileRoutes: [FileRoute] {
        switch layout {
        case .files(let routes): routes
        case .single(let path): [FileRoute(template: "/", path: path)]
        case .main: []
        }
    }
}
