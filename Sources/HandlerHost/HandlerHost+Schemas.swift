package import JSONText
import PBXInstructions

extension HandlerHost {
    /// The JSON Schema of the instructions of a dialect, such as `uis`; nil when there is no such dialect or it has none.
    package static func schema(named name: String) -> JSONValue? {
        Dialect(rawValue: name)?.jsonSchema
    }
}
