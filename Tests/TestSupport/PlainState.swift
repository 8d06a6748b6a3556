/// The state of ``TurnProgram`` without any engine: what its handler would see if it ran alone on plain objects.
package struct PlainState {
    /// An object that a program may keep while others replace it.
    final class Counter {
        var n: Int

        init(_ n: Int) { self.n = n }
    }

    private var map = ["a": 1, "b": 2]
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
            map[key, default: 0] += value
            return "\(map[key, default: 0])"
        case "delete": map[key] = nil
        case "has": return "\(map[key] != nil)"
        case "keys": return "\"\(map.keys.sorted().joined())\""
        case "whole": map = ["a": value]
        case "spread": return "[\(map.values.sorted().map(String.init).joined(separator: ","))]"
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
