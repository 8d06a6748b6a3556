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

extension StateRepair.Outcome {
    /// What was done as an object: `version`, `former` when it is known, `indexRebuilt` and `cut`.
    package var json: JSONValue {
        var members: JSONObject = ["version": .number(JSONNumber(Int(version)))]
        if let former { members["former"] = .number(JSONNumber(Int(former))) }
        members["indexRebuilt"] = .bool(isIndexRebuilt)
        members["cut"] = .bool(isCut)
        return .object(members)
    }

    /// Reads what ``json`` made; nil for anything else.
    package init?(json: JSONValue) {
        guard let version = json["version"]?.int, case .bool(let isIndexRebuilt)? = json["indexRebuilt"],
            case .bool(let isCut)? = json["cut"]
        else { return nil }
        self.init(
            version: Int64(version), former: json["former"]?.int.map(Int64.init), isIndexRebuilt: isIndexRebuilt, isCut: isCut)
    }
}
