import JSONText

/// Leads from a place in transformed code back to the author's file (source map, revision 3).
///
/// The mappings are kept as they came and read when a place is asked for: that happens for errors only, and there are
/// far more files than errors.
package struct SourceMap: Sendable, Equatable {
    /// A place in an author's file.
    package struct Position: Sendable, Equatable {
        package var file: String
        /// From 1.
        package var line: Int
        /// From 1, in UTF-16 units.
        package var column: Int

        package init(file: String, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }
    }
    let sources: [String]
    let mappings: [UInt8]

    var byteCount: Int { sources.reduce(mappings.count) { $0 + $1.utf8.count } }

    /// Puts a map together from the parts of one that was read.
    init(sources: [String], mappings: [UInt8]) {
        self.sources = sources
        self.mappings = mappings
    }

    /// Takes over a map's JSON; `nil` when it is no JSON, has another version than 3, or lacks `sources` or `mappings`.
    package init?(parsing json: [UInt8]) {
        // Why it is not JSON does not matter to anyone: without a map, errors name the transformed line.
        guard let map = try? JSONValue(parsing: json), map["version"]?.int == 3,
            let sources = map["sources"]?.array, let mappings = map["mappings"]?.string
        else { return nil }
        self.sources = sources.map { $0.string ?? "" }
        self.mappings = Array(mappings.utf8)
    }

    /// The author's place of a place in the transformed code, both counted from 1, columns in UTF-16 units; `nil` for a
    /// line that comes from no file, and for mappings that cannot be read up to it.
    ///
    /// A column before the first that is mapped has the place of the first.
    package func original(line: Int, column: Int) -> Position? {
        var reader = SourceMapReader(mappings)
        var best: SourceMapReader.Segment?
        while let segment = reader.next(), segment.line < line {
            guard segment.line == line - 1, segment.source != nil else { continue }
            if best != nil, segment.column > column - 1 { break }
            best = segment
        }
        guard !reader.failed, let best, let source = best.source, sources.indices.contains(source) else { return nil }
        guard best.originalLine >= 0, best.originalColumn >= 0 else { return nil }
        return Position(file: sources[source], line: best.originalLine + 1, column: best.originalColumn + 1)
    }
}
