import JSONText

/// The routes that a worker found in a bundle.
struct ReportedRoutes {
    let json: [UInt8]
    let bundle: Bundle

    /// The routes, in the worker's order: a route's index is what a turn order says.
    func table() throws(RouteError) -> RouteTable {
        let entries = (try? JSONValue(parsing: json))?.array ?? []
        var isDefined = false
        let definitions = entries.map { entry in
            let file = entry["file"]?.string
            isDefined = isDefined || entry["template"]?.string != nil
            return RouteDefinition(method: entry["method"]?.string, template: entry["template"]?.string ?? template(of: file), file: file)
        }
        return try RouteTable(routes: definitions, style: isDefined ? .getsandbox : bundle.routeStyle)
    }

    /// A file answers at its own path; a sandbox that is one file answers everywhere.
    private func template(of file: String?) -> String {
        if case .single = bundle.layout { return "/{...rest}" }
        return bundle.fileRoutes.first { $0.path == file }?.template ?? "/"
    }
}
