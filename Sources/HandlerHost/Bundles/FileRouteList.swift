/// The routes that the scripts of a folder make.
struct FileRouteList {
    /// By template.
    let routes: [FileRoute]

    /// - Parameter paths: The files of the sandbox, relative to it.
    /// - Throws: The first name that makes no route, the first two files for one route, or that there is no route.
    init(_ paths: [String], in entry: SandboxEntry) throws(BundleError) {
        var routes: [FileRoute] = []
        var owners: [String: FileRoute] = [:]
        for path in paths {
            let place = entry.entry + "/" + path
            do throws(RouteTemplateRejection) {
                guard let route = try FileRoute(naming: path) else { continue }
                let template = try FileRouteTemplate(parsing: route.template)
                if let other = owners.updateValue(route, forKey: "\(template.shape)") {
                    throw RouteTemplateRejection(
                        reason: .duplicate(of: RouteDefinition(method: nil, template: other.template, file: other.path)))
                }
                routes.append(route)
            } catch {
                guard case .duplicate(let other) = error.reason, let file = other.file else {
                    throw .routeName(path: place, reason: error.reason)
                }
                throw .duplicateRoute(template: other.template, paths: ["\(entry.entry)/\(file)", place])
            }
        }
        guard !routes.isEmpty else { throw .nothingAnswers(sandbox: entry.name, entry: entry.entry) }
        self.routes = routes.sorted { $0.template < $1.template }
    }
}
