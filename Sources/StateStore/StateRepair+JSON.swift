package import JSONText

extension StateRepair {
    /// The repair as an object: `sandbox`, `version`, `readable`, and `fault`, a sentence, when something cannot be read.
    package var json: JSONValue {
        var members: JSONObject = [
            "sandbox": .string(sandbox), "version": .number(JSONNumber(Int(current))), "readable": .number(JSONNumber(Int(readable))),
        ]
        if let fault { members["fault"] = .string(fault.description) }
        return .object(members)
    }
}
