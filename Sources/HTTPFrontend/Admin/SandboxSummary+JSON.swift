package import HandlerHost
package import JSONText

extension SandboxSummary {
    /// The summary as an object; `bundle`, `problem`, `processID`, `memoryBytes`, `stateBytes` and `pauseMilliseconds` are left out where there
    /// is none.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name),
            "routes": .array(routes.map(JSONValue.string)),
            "dialect": .string(dialect),
            "stateVersion": .number(JSONNumber(Int(clamping: stateVersion))),
            "waiting": .number(JSONNumber(waiting)),
            "unanswered": .number(JSONNumber(unanswered)),
            "suspended": .number(JSONNumber(suspended)),
            "deaths": .number(JSONNumber(deaths)),
            "warnings": .array(warnings.map(JSONValue.string)),
        ]
        object["bundle"] = bundle.map(JSONValue.string)
        object["problem"] = problem.map(JSONValue.string)
        object["processID"] = processID.map { .number(JSONNumber(Int(clamping: $0))) }
        object["memoryBytes"] = memory.map { .number(JSONNumber($0)) }
        object["stateBytes"] = stateBytes.map { .number(JSONNumber($0)) }
        object["pauseMilliseconds"] = pause.map { .number(JSONNumber(Int(exactly: ($0 / .milliseconds(1)).rounded(.up)) ?? .max)) }
        return .object(object)
    }
}
