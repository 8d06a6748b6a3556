/// The state of ``TurnProgram`` without any engine: what its handler would see if it ran alone on plain objects.
package struct PlainState {
    /// An object that a program may keep while others replace it.
    final class Counter {
        var n: Int

        init(_ n: Int) { self.n = n }
    }

    /// Members in their order.
    private struct Members {
        var keys: [String]
        private var values: [String: Int]

        init(_ members: KeyValuePairs<String, Int>) {
            keys = members.map(\.key)
            values = Dictionary(uniqueKeysWithValues: members.map { ($0, $1) })
        }

        /// A new key is the last one.
        subscript(key: String) -> Int? {
            get { values[key] }
            set {
                if newValue == nil { keys.removeAll { $0 == key } } else if values[key] == nil { keys.append(key) }
                values[key] = newValue
            }
        }

        mutating func moveToEnd(_ key: String) {
            guard let value = self[key] else { return }
            self[key] = nil
            self[key] = value
        }
    }

    private var map: Members = Members(["a": 1, "b": 2])
    private var list = [1, 2, 3]
    private var deep = ["a": Counter(1)]

    package init() {}

    func copy() -> PlainState {
        var copy = self
        copy.deep = deep.mapValues { Counter($0.n) }
        return copy
    }

    /// - Returns: What the step sees, as JSON; nil for nothing.
    mutating func perform(_ name: String, _ key: String, _ value: Int, _ kept: inout Counter?) -> String? {
        switch name {
        case "get": return map[key].map(String.init) ?? "null"
        case "set": map[key] = value
        case "add":
            map[key] = (map[key] ?? 0) + value
            return "\(map[key] ?? 0)"
        case "delete": map[key] = nil
        case "has": return "\(map[key] != nil)"
        case "keys": return "\"\(map.keys.joined())\""
        case "whole": map = Members(["a": value])
        case "spread": return "[\(map.keys.compactMap { map[$0].map(String.init) }.joined(separator: ","))]"
        case "next":
            guard let key = map.keys.first else { return "null" }
            map.moveToEnd(key)
            return "\"\(key)\""
        case "last": map.moveToEnd(key)
        case "deep": return deep[key].map { "\($0.n)" } ?? "null"
        case "put": deep[key] = Counter(value)
        case "count": deep[key]?.n += value
        case "keep": kept = deep[key]
        case "kept":
            guard let kept else { return nil }
            kept.n += value
            return "\(kept.n)"
        default: return perform(onList: name, Int(key) ?? 0, value)
        }
        return nil
    }

    private mutating func perform(onList name: String, _ first: Int, _ value: Int) -> String? {
        switch name {
        case "push": list.append(first)
        case "length": return "\(list.count)"
        case "item": return list.indices.contains(first) ? "\(list[first])" : "null"
        case "shift": return list.isEmpty ? "null" : "\(list.removeFirst())"
        case "replace": if first < list.count { list[first] = value }
        case "list": return "[\(list.map(String.init).joined(separator: ","))]"
        case "cut": list.removeLast(max(0, list.count - first))
        default: break
        }
        return nil
    }
}
