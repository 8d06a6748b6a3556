import JSONText
import WorkerProtocol

/// The routes that a worker found in a bundle.
struct ReportedRoutes {
    private let entries: [JSONValue]
    private let bundle: Bundle

    /// - Throws: ``FrameError/malformed(field:)`` unless `json` is an array of objects whose members are texts or null.
    init(json: [UInt8], bundle: Bundle) throws(FrameError) {
        guard let entries = (try? JSONValue(parsing: json))?.array else { throw .malformed(field: "the routes") }
        for entry in entries {
            guard let members = entry.object, members.allSatisfy({ $0.value.string != nil || $0.value == .null }) else {
                throw .malformed(field: "the routes")
            }
        }
        self.entries = entries
        self.bundle = bundle
    }

    /// The routes to match requests with, and for each of them the index that turn orders name it by.
    ///
    /// - Throws: ``RouteError``, or ``FrameError`` when there is no route at all: an honest worker says that the bundle fails to load.
    func table() throws -> (table: RouteTable, workerRoutes: [Int]) {
        var definitions: [RouteDefinition] = []
        var workerRoutes: [Int] = []
        for (index, entry) in entries.enumerated() {
            let file = entry["file"]?.string
            for template in entry["template"]?.string.map({ [$0] }) ?? templates(of: file) {
                definitions.append(RouteDefinition(method: entry["method"]?.string, template: template, file: file))
                workerRoutes.append(index)
            }
        }
        guard !definitions.isEmpty else { throw FrameError.unfit("it reports no route that answers") }
        let isDefined = entries.contains { $0["template"]?.string != nil }
        return (try RouteTable(routes: definitions, style: isDefined ? .getsandbox : bundle.routeStyle), workerRoutes)
    }

    /// A file answers at its own path; a sandbox that is one file answers everywhere.
    private func templates(of file: String?) -> [String] {
        if case .single = bundle.layout { return ["/", "/{...rest}"] }
        return bundle.fileRoutes.first { $0.path == file }.map { [$0.template] } ?? []
    }
}
