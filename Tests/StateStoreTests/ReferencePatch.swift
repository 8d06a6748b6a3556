import JSONText
import StateStore

/// RFC 6902 as it reads, with a copy of everything at every step: what `StatePatch.apply` is compared with.
enum ReferencePatch {
    /// The document after `operation`, or nil where the operation is an error.
    static func apply(_ operation: StatePatch.Operation, to document: JSONValue) -> JSONValue? {
        switch operation {
        case .add(let path, let value): change(document, path.tokens) { add($0, $1, value) } ?? whole(path, value)
        case .replace(let path, let value):
            change(document, path.tokens) { parent, token in
                remove(parent, token).flatMap { add($0, token, value) }
            } ?? whole(path, value)
        case .remove(let path): change(document, path.tokens, remove)
        case .expire: document
        }
    }

    private static func whole(_ path: JSONPointer, _ value: JSONValue) -> JSONValue? {
        path.tokens.isEmpty ? .some(value) : .none
    }

    /// Rebuilds the document with the container at the end of `tokens` changed.
    private static func change(
        _ value: JSONValue, _ tokens: [String], _ body: (JSONValue, String) -> JSONValue?
    ) -> JSONValue? {
        guard let token = tokens.first else { return nil }
        if tokens.count == 1 { return body(value, token) }
        guard let child = value[JSONPointer([token])],
            let changed = change(child, Array(tokens.dropFirst()), body)
        else { return nil }
        return switch value {
        case .object(let object):
            .object(JSONObject(members: object.map { ($0.key, $0.key.utf8.elementsEqual(token.utf8) ? changed : $0.value) }))
        case .array(let array): .array(array.enumerated().map { String($0.offset) == token ? changed : $0.element })
        default: .none
        }
    }

    private static func add(_ parent: JSONValue, _ token: String, _ value: JSONValue) -> JSONValue? {
        switch parent {
        case .object(let object):
            return .object(
                JSONObject(members: object.filter { !$0.key.utf8.elementsEqual(token.utf8) }.map { ($0.key, $0.value) } + [(token, value)])
            )
        case .array(let array):
            guard let index = (0...array.count).first(where: { token == String($0) || token == "-" && $0 == array.count })
            else { return nil }
            return .array(Array(array[..<index]) + [value] + array[index...])
        default: return nil
        }
    }

    private static func remove(_ parent: JSONValue, _ token: String) -> JSONValue? {
        switch parent {
        case .object(let object):
            let rest = object.filter { !$0.key.utf8.elementsEqual(token.utf8) }
            return rest.count < object.count ? .some(.object(JSONObject(members: rest.map { ($0.key, $0.value) }))) : .none
        case .array(let array):
            guard let index = array.indices.first(where: { token == String($0) }) else { return nil }
            return .array(Array(array[..<index]) + array[(index + 1)...])
        default: return nil
        }
    }
}
