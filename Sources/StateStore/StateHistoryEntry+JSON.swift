package import JSONText

extension StateHistoryEntry {
    /// The entry as an object: `version`, `time`, `turn`, `cause` and `changes`, each with its `path` and what was there `before` and
    /// is there `after`, or with `expires`.
    package var json: JSONValue {
        [
            "version": .number(JSONNumber(Int(version))), "time": .number(JSONNumber(Int(time))), "turn": .string(turn),
            "cause": .string(cause), "changes": .array(changes.map(\.json)),
        ]
    }

    /// Reads an entry from what ``json`` makes; nil for anything else.
    package init?(_ json: JSONValue) {
        guard let version = json["version"]?.int, let time = json["time"]?.int, let turn = json["turn"]?.string,
            let cause = json["cause"]?.string, let list = json["changes"]?.array
        else { return nil }
        let changes = list.compactMap(StateChange.init)
        guard changes.count == list.count else { return nil }
        self.init(version: Int64(version), time: Int64(time), turn: turn, cause: cause, changes: changes)
    }
}

extension StateChange {
    package var json: JSONValue {
        var members: JSONObject = ["path": .string(path.description)]
        switch effect {
        case .value(let before, let after):
            members["before"] = before
            members["after"] = after
        case .expiry(let before, let after):
            members["expires"] = ["before": Self.json(before), "after": Self.json(after)]
        }
        return .object(members)
    }

    package init?(_ json: JSONValue) {
        guard let text = json["path"]?.string, let path = try? JSONPointer(parsing: text) else { return nil }
        if let expires = json["expires"] {
            let before = expires["before"]?.int.map(Int64.init)
            self.init(path: path, effect: .expiry(before: before, after: expires["after"]?.int.map(Int64.init)))
        } else {
            self.init(path: path, effect: .value(before: json["before"], after: json["after"]))
        }
    }

    private static func json(_ time: Int64?) -> JSONValue { time.map { .number(JSONNumber(Int($0))) } ?? .null }
}
