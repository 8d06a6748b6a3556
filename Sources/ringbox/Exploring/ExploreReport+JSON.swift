import JSONText
import VirtualPBX

extension ExploreReport {
    /// An object with the members `sandbox`, `calls`, `complete`, `trees`, `findings` and `missed`.
    var json: JSONValue {
        [
            "sandbox": .string(sandbox), "calls": .number(JSONNumber(callCount)), "complete": .bool(isComplete),
            "trees": .array(
                trees.map { tree in .object(JSONObject(members: Self.members(of: tree.call) + [("root", tree.root.json)])) }),
            "findings": .array(findings.map(json)), "missed": .array(missed.map(JSONValue.string)),
        ]
    }

    private func json(_ finding: Finding) -> JSONValue {
        var object = JSONObject(members: Self.members(of: finding.call))
        object["severity"] = .string(finding.severity.rawValue)
        object["message"] = .string(finding.message)
        object["inputs"] = .array(finding.inputs.map(\.json))
        object["ways"] = .number(JSONNumber(finding.count))
        return .object(object)
    }

    private static func members(of call: Call) -> [(String, JSONValue)] {
        [("from", .string(call.from)), ("at", .number(JSONNumber(Int(call.time))))]
    }
}

extension ExploredInput {
    /// `{"keys": "4711"}`, `{"answers": true}` or `{"noReply": "order"}`.
    fileprivate var json: JSONValue {
        switch self {
        case .keys(let keys): ["keys": .string(keys)]
        case .answers(let answers): ["answers": .bool(answers)]
        case .noReply(let operation): ["noReply": .string(operation)]
        }
    }
}

extension ExploredNode {
    /// An object with `steps`, `end`, the `finish` of a call that is over, and `branches`, each with its `input`.
    fileprivate var json: JSONValue {
        var object: JSONObject = ["steps": .array(steps.map(\.json))]
        switch end {
        case .finished(let reason):
            object["end"] = "finished"
            object["finish"] = .string(reason.rawValue)
        case .waits: object["end"] = "waits"
        case .known: object["end"] = "known"
        case .cut: object["end"] = "cut"
        }
        if !branches.isEmpty {
            object["branches"] = .array(branches.map { ["input": $0.input.json, "node": $0.node.json] })
        }
        return .object(object)
    }
}
