/// Why a script gave no value.
package enum ScriptError: Error, Equatable, Sendable {
    /// The script threw, and nothing caught it.
    case thrown(ScriptException)
    /// The source does not parse. Nothing of it ran.
    case syntax(ScriptException)
    /// The script used more CPU time than ``ScriptEngine/withBudget(_:onTick:_:)`` allows and was stopped.
    ///
    /// `frames` say where it was, the innermost first, without columns. A line is that of the last call, property access or the
    /// like that was passed. Empty if nothing ran when the budget was found to be used up.
    case timedOut(budget: Duration, used: Duration, frames: [ScriptException.Frame])
    /// JSON has no words for the value; `type` says what it is, such as "undefined" or "a promise".
    case resultNotJSON(type: String)
    /// The completion value was to be a function, and is what `type` says.
    case resultNotFunction(type: String)
    /// The bytes of ``ScriptArgument/json(_:)`` are not JSON. `index` counts arguments from 0.
    case argumentNotJSON(index: Int)
}

extension ScriptError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .thrown(let exception), .syntax(let exception): exception.description
        case .timedOut(let budget, let used, _): "the script used \(used) of CPU time and may use \(budget)"
        case .resultNotJSON(let type): "JSON cannot express \(type)"
        case .resultNotFunction(let type): "a function is expected, and the script gave \(type)"
        case .argumentNotJSON(let index): "argument \(index) is not JSON"
        }
    }
}
