package import HandlerHost
package import JSONText

extension SandboxSummary {
    /// The summary as an object; `bundle`, `problem` and `processID` are left out where there is none.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name),
            "routes": .array(routes.map(JSONValue.string)),
            "dialect": .string(dialect),
            "stateVersion": .number(JSONNumber(Int(stateVersion))),
            "warnings": .array(warnings.map(JSONValue.string)),
        ]
        object["bundle"] = bundle.map(JSONValue.string)
        object["problem"] = problem.map(JSONValue.string)
        object["processID"] = processID.map { .number(JSONNumber(Int($0))) }
        return .object(object)
    }
}
