import HTTPText

/// What esbuild makes of a file.
struct TransformedModule: Sendable {
    var code: [UInt8]
    var map: SourceMap?

    /// About how many bytes it takes in memory, with what leads to it.
    var weight: Int { code.count + (map?.byteCount ?? 0) + 1_024 }

    /// Takes esbuild's output apart: code, and at its end a map in a comment.
    init(output: [UInt8]) {
        let marker = Array("//# sourceMappingURL=data:application/json;base64,".utf8)
        guard let start = Self.lastIndex(of: marker, in: output) else {
            code = output
            return
        }
        code = Array(output[..<start])
        let text = output[(start + marker.count)...].prefix { $0 > ASCII.space }
        map = Base64.decode(text).flatMap { SourceMap(parsing: $0) }
    }

    private static func lastIndex(of marker: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= marker.count else { return nil }
        return (0...(bytes.count - marker.count)).reversed().first { start in
            bytes[start] == marker[0] && bytes[start..<(start + marker.count)].elementsEqual(marker)
        }
    }
}
