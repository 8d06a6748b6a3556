import FuzzSupport

@testable import HTTPText
@testable import HandlerHost

/// Lines: a `Host` header, a request target, and the templates of routes.
///
/// Names and paths have the forms that they promise, reading what was read changes nothing, and the values of a route's
/// parameters put into its template make the path again.
@_cdecl("LLVMFuzzerTestOneInput")
package func testAddresses(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    readHost(input.text())
    let line = input.text()
    readEscapes(line)
    guard let target = readTarget(line) else { return 0 }
    var templates: [String] = []
    while !input.isEmpty, templates.count < 5 { templates.append(input.text()) }
    readFileRoutes(templates, target.path)
    readPatternRoutes(templates, target.path)
    return 0
}

private func readHost(_ header: String) {
    let host: HostName
    do {
        host = try HostName(parsing: header)
    } catch {
        hold(!error.description.isEmpty, "an error without a sentence")
        return
    }
    hold((try? HostName(parsing: header.uppercased())) == host, "the case of \(header) matters")
    guard let sandbox = host.sandbox else { return }
    hold(SandboxName(sandbox.text) == sandbox, "\(sandbox) is no name")
    let canonical = "\(sandbox).localhost" + (host.port.map { ":\($0)" } ?? "")
    let again = try? HostName(parsing: canonical)
    hold(again?.sandbox == host.sandbox && again?.port == host.port, "\(header) and \(canonical) are not the same")
}

private func readTarget(_ text: String) -> RequestTarget? {
    let target: RequestTarget
    do {
        target = try RequestTarget(parsing: text)
    } catch {
        hold(!error.description.isEmpty, "an error without a sentence")
        return nil
    }
    let path = target.path
    hold(path == "*" || path.utf8.first == ASCII.slash, "the path \(path) does not begin with a slash")
    hold(!path.utf8.contains { $0 <= ASCII.space || $0 == ASCII.delete || $0 == ASCII.question }, "the path is \(path)")
    for segment in path.unicodeScalars.split(separator: "/").map({ Substring($0) }) {
        let decoded = PercentEncoding.decode(String(segment).utf8.span, plusIsSpace: false)
        hold(decoded != "." && decoded != ".." && !decoded.utf8.contains(0), "the path \(path) has the segment \(segment)")
    }
    // Behind a prefix there may be what looks like one.
    guard !path.utf8.starts(with: "/@".utf8), path != "*" else { return target }
    let again = try? RequestTarget(parsing: target.query.isEmpty ? path : "\(path)?\(target.query)")
    hold(again.map { haveSameBytes($0.path, path) && haveSameBytes($0.query, target.query) } ?? false, "\(path) does not read back")
    hold(again?.sandbox == nil && again?.host == nil, "\(path) has a sandbox or a host")
    return target
}

private func readEscapes(_ text: String) {
    for isForm in [false, true] {
        let encoded = PercentEncoding.encode(text)
        let decoded = PercentEncoding.decode(encoded.utf8.span, plusIsSpace: isForm)
        hold(haveSameBytes(decoded, text), "\(text) was encoded as \(encoded) and decoded as \(decoded)")
    }
}
