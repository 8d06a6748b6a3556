import FuzzSupport

@testable import HTTPText
@testable import HandlerHost

/// The same for templates of `Sandbox.define`, expressions included.
func readPatternRoutes(_ templates: [String], _ path: String) {
    var routes: [RouteDefinition] = []
    var isMatchedAlone = false
    for template in templates {
        let route = RouteDefinition(method: nil, template: template)
        guard let alone = table([route], .getsandbox) else { continue }
        routes.append(route)
        if case .found = alone.match(method: "GET", path: path) { isMatchedAlone = true }
    }
    guard let table = table(routes, .getsandbox) else { fail("\(templates) can be read alone and not together") }
    let match = table.match(method: "GET", path: path)
    if case .tooMuchWork = match { return }
    guard case .found(let index, let parameters) = match else {
        hold(!isMatchedAlone, "\(path) is matched by one of \(templates) and not by all of them")
        return
    }
    hold(isMatchedAlone, "\(path) is matched by \(templates) and by none of them alone")
    guard let pattern = try? RoutePattern(parsing: routes[index].template) else { fail("\(routes[index]) cannot be read") }
    hold(pattern.captures.map(\.name) == parameters.map(\.name), "the parameters of \(pattern) are \(parameters)")
    let filled = filled(pattern, parameters)
    let candidates = [path, withoutMatrix(path)].map(settled)
    // A value that ends inside a character has lost it.
    hold(
        filled.contains("\u{FFFD}") || candidates.contains { haveSameBytes($0, settled(filled)) },
        "\(parameters) in \(routes[index].template) make \(filled) and not \(path)")
}

/// The template with the values in the places of the parameters.
private func filled(_ pattern: RoutePattern, _ parameters: [RouteParameter]) -> String {
    var text = ""
    for (index, step) in pattern.steps.enumerated() {
        for (capture, parameter) in zip(pattern.captures, parameters) where capture.steps.lowerBound == index {
            text += parameter.value
        }
        if case .literal(let bytes) = step, !pattern.captures.contains(where: { $0.steps.contains(index) }) {
            text += String(decoding: bytes, as: UTF8.self)
        }
    }
    return text
}

/// The text with escapes decoded until none is left: an expression may cut an escape in two, which keeps it as it is.
private func settled(_ text: String) -> String {
    let decoded = PercentEncoding.decode(text.utf8.span, plusIsSpace: false)
    return decoded.utf8.count == text.utf8.count ? decoded : settled(decoded)
}

private func withoutMatrix(_ path: String) -> String {
    path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
        .map { Substring($0.prefix { $0 != ";" }) }.joined(separator: "/")
}
