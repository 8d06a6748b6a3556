import HandlerHost
import JSONText

extension LoopReport {
    /// The report as an object; `lastStall` is left out where there is none.
    var json: JSONValue {
        var object: JSONObject = [
            "loop": .number(JSONNumber(number)), "delay": all.json, "recentDelay": recent.json, "ownDelay": own.json,
            "stalls": .number(JSONNumber(stalls)), "starvations": .number(JSONNumber(starvations)),
        ]
        object["lastStall"] = lastStall.map(JSONValue.string)
        return .object(object)
    }
}

extension LoopReport.Delays {
    fileprivate var json: JSONValue {
        [
            "samples": .number(JSONNumber(samples)), "medianMicroseconds": Self.microseconds(median),
            "permille999Microseconds": Self.microseconds(permille999), "longestMicroseconds": Self.microseconds(longest),
        ]
    }

    private static func microseconds(_ duration: Duration) -> JSONValue {
        .number(JSONNumber(Int(clamping: duration.microseconds)))
    }
}
