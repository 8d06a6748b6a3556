import FuzzSupport

@testable import HTTPText
@testable import HandlerHost

/// Matches a path with the templates that can be in one table; a table finds a route exactly when one of its templates
/// alone does.
func readFileRoutes(_ templates: [String], _ path: String) {
    var routes: [RouteDefinition] = []
    var shapes: [[FileRouteTemplate.Segment]] = []
    var isMatchedAlone = false
    for template in templates {
        let route = RouteDefinition(method: nil, template: template)
        // Two templates of one shape cannot be in one table.
        guard let alone = table([route], .files), let shape = try? FileRouteTemplate(parsing: template).shape,
            !shapes.contains(shape)
        else { continue }
        routes.append(route)
        shapes.append(shape)
        if case .found = alone.match(method: "GET", path: path) { isMatchedAlone = true }
    }
    guard let table = table(routes, .files) else { fail("the templates \(templates) can be added and not read") }
    guard case .found(let index, let parameters) = table.match(method: "GET", path: path) else {
        hold(!isMatchedAlone, "\(path) is matched by one of \(templates) and not by all of them")
        return
    }
    hold(isMatchedAlone, "\(path) is matched by \(templates) and by none of them alone")
    guard let template = try? FileRouteTemplate(parsing: routes[index].template) else { fail("\(routes[index]) cannot be read") }
    hold(template.names == parameters.map(\.name), "the parameters of \(template) are \(parameters)")
    hold(filled(template, parameters) == segments(of: path), "\(parameters) in \(template) do not make \(path)")
}

/// The decoded segments of a path that has the values in the places of the parameters; the rest is one segment.
private func filled(_ template: FileRouteTemplate, _ parameters: [RouteParameter]) -> (Int, [String]) {
    var values = parameters.map(\.value)[...]
    var restStart = template.segments.count
    let all = template.segments.enumerated().map { index, segment -> String in
        switch segment {
        case .literal(let text): return text
        case .parameter: return values.popFirst() ?? ""
        case .rest:
            restStart = index
            return values.popFirst() ?? ""
        }
    }
    return (restStart, all)
}

private func == (left: (rest: Int, segments: [String]), right: [Substring]) -> Bool {
    let own = right.prefix(left.rest).map(decoded)
    let rest = right.dropFirst(left.rest)
    let whole = own + (rest.isEmpty ? [] : [decoded(Substring(rest.joined(separator: "/")))])
    return whole == left.segments
}

/// The segments as they were sent; one slash at the end counts for nothing. By scalars: a mark that combines with a slash
/// makes another character of it, and no other path.
private func segments(of path: String) -> [Substring] {
    var segments = path.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { Substring($0) }
    if segments.last?.isEmpty == true { segments.removeLast() }
    return segments
}

private func decoded(_ text: Substring) -> String { PercentEncoding.decode(String(text).utf8.span, plusIsSpace: false) }

/// A table of routes that can be read together.
func table(_ routes: [RouteDefinition], _ style: RouteStyle) -> RouteTable? {
    do {
        return try RouteTable(routes: routes, style: style)
    } catch {
        hold(!error.description.isEmpty, "an error without a sentence")
        return nil
    }
}
