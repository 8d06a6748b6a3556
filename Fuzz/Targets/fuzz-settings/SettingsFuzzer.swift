import FuzzSupport
import HandlerHost
import JSONText
import PBXInstructions

/// The bytes of a `sandbox.yaml`.
///
/// What is wrong has a place in the file. What is accepted is what a host can work with: limits of at least what they have
/// to be, fallbacks that the dialect accepts, values that JSON can say.
@_cdecl("LLVMFuzzerTestOneInput")
package func testSettings(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    for dialect in Dialect.allCases {
        do {
            check(try SandboxSettings(parsing: bytes, file: "s/sandbox.yaml", dialect: dialect))
        } catch {
            hold(error.yaml, in: bytes)
        }
    }
    return 0
}

private func check(_ settings: SandboxSettings) {
    let limits = settings.limits
    hold(limits.wall > .zero && limits.cpu > .zero && limits.load > .zero, "a time of nothing: \(limits)")
    hold(limits.memory > 0 && limits.body > 0 && limits.reply > 0 && limits.state > 0, "a size of nothing: \(limits)")
    hold(limits.queue > 0 && limits.log >= 0 && limits.bundle > 0, "a limit of nothing: \(limits)")
    let config = JSONValue.object(settings.config)
    hold((try? JSONValue(parsing: config.bytes(), depthLimit: JSONValue.deepestLimit)) == config, "the config is no JSON")
    if let fallback = settings.fallback { check(fallback, settings.dialect) }
    for (template, route) in settings.routes {
        hold(template.hasPrefix("/"), "a route \(template)")
        if let fallback = route.fallback { check(fallback, settings.dialect) }
        let own = settings.limits(ofRoute: template)
        hold(own.wall > .zero && own.cpu > .zero, "a time of nothing for \(template): \(own)")
    }
}

private func check(_ fallback: Fallback, _ dialect: Dialect) {
    hold(dialect.check(reply: fallback.bytes).isAccepted, "a fallback that the PBX does not understand: \(fallback.value.text)")
    hold((try? JSONValue(parsing: fallback.bytes)) == fallback.value, "a fallback that is no JSON: \(fallback.value.text)")
}
