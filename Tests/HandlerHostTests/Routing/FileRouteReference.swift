import HandlerHost

/// Matches file routes in the simplest way: it tries all templates and takes the best.
struct FileRouteReference {
    let templates: [String]

    func match(_ path: String) -> (index: Int, values: [String])? {
        var parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.last == "" { parts.removeLast() }
        let matches = templates.indices.compactMap { index -> (rank: [Int], index: Int, values: [String])? in
            let template = templates[index].split(separator: "/").map(String.init)
            return Self.match(template, parts).map { ($0.rank, index, $0.values) }
        }
        return matches.min { $0.rank.lexicographicallyPrecedes($1.rank) }.map { ($0.index, $0.values) }
    }

    private static func match(_ template: [String], _ parts: [String]) -> (rank: [Int], values: [String])? {
        guard let first = template.first else { return parts.isEmpty ? ([], []) : nil }
        guard let part = parts.first else { return nil }
        if first.hasPrefix("{...") {
            let rest = parts.joined(separator: "/")
            return rest.isEmpty ? nil : ([2], [rest])
        }
        guard let rest = match(Array(template.dropFirst()), Array(parts.dropFirst())) else { return nil }
        if first.hasPrefix("{") { return part.isEmpty ? nil : ([1] + rest.rank, [part] + rest.values) }
        return first == part ? ([0] + rest.rank, rest.values) : nil
    }
}
