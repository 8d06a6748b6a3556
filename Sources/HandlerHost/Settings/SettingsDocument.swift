import HTTPText
import JSONText
import PBXInstructions
import TextFilters

/// The settings that hold for a sandbox, for people: values, where they come from, and no secret.
struct SettingsDocument: Sendable {
    let sandbox: SandboxName
    let bundle: Bundle
    let routes: [RouteDefinition]

    /// Where a value comes from.
    private enum Origin: String {
        case standard = "default"
        case file = "sandbox.yaml"
        /// The host's ceiling, which is lower than what the file or the default says.
        case host
    }

    /// An object with the members `sandbox`, `bundle`, `dialect`, `state`, `limits`, `access`, `fallback`, `config`, `routes` and `secrets`, the names
    /// of the secrets whose values are shown as `***`.
    var json: JSONValue {
        let settings = bundle.settings
        var object: JSONObject = [
            "sandbox": .string(sandbox.text),
            "bundle": .string(bundle.version),
            "dialect": Self.entry(settings.dialect.rawValue, from: origin(of: "dialect")),
            "state": Self.entry(bundle.stateRules.rawValue, from: origin(of: "state")),
            "limits": .object(limits(of: settings)),
        ]
        object["access"] = Self.access(settings.access)
        object["fallback"] = settings.fallback?.value
        object["config"] = .object(settings.config)
        object["routes"] = .array(routes.map { .object(self.route($0)) })
        object = object.filtered(by: settings.secrets.redaction)
        object["secrets"] = .array(settings.secrets.names.map(JSONValue.string))
        return .object(object)
    }

    private func limits(of settings: SandboxSettings) -> JSONObject {
        var limits = JSONObject()
        for limit in SettingsLimit.all {
            limits[limit.key] = Self.entry(limit.text(in: settings.limits), from: origin(of: limit.key))
        }
        for (key, rate) in [("rate", settings.limits.rate), ("callerRate", settings.limits.callerRate)] {
            limits[key] = rate.map { Self.entry($0.text, from: .file) }
        }
        return limits
    }

    /// Who may call, with stars for every token, whether or not it is written as a secret; nil for everybody.
    private static func access(_ rules: AccessRules) -> JSONValue? {
        guard !rules.isOpen else { return nil }
        var access = JSONObject()
        if !rules.tokens.isEmpty { access["token"] = .array(rules.tokens.map { _ in .string(Redaction.mark) }) }
        if !rules.addresses.isEmpty { access["addresses"] = .array(rules.addresses.map { .string($0.description) }) }
        return .object(access)
    }

    private func route(_ route: RouteDefinition) -> JSONObject {
        var object: JSONObject = ["method": .string(route.method ?? "*"), "template": .string(route.template)]
        guard let own = bundle.settings.routes[route.template] else { return object }
        object["fallback"] = own.fallback?.value
        let limits = bundle.settings.limits(ofRoute: route.template)
        var shown = JSONObject()
        for (key, value) in [("wall", own.wall), ("cpu", own.cpu)] where value != nil {
            shown[key] = SettingsLimit.all.first { $0.key == key }.map {
                Self.entry($0.text(in: limits), from: origin(ofOwn: key, route.template))
            }
        }
        if !shown.isEmpty { object["limits"] = .object(shown) }
        return object
    }

    private func origin(of key: String) -> Origin {
        if bundle.settings.lowered.contains(key) { return .host }
        return bundle.settings.written.contains(key) ? .file : .standard
    }

    private func origin(ofOwn key: String, _ template: String) -> Origin {
        bundle.settings.lowered.contains("\(key) of \(template)") ? .host : .file
    }

    private static func entry(_ value: String, from origin: Origin) -> JSONValue {
        ["value": .string(value), "from": .string(origin.rawValue)]
    }
}
