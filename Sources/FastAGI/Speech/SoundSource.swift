/// A sound of a sandbox, as it lies in its folder.
struct SoundSource: Sendable {
    static let longest = 16 << 20

    var bytes: [UInt8]
    var format: String

    /// Reads a file; blocks.
    ///
    /// - Parameter name: As a handler wrote it.
    init(_ name: String, from files: any SoundFiles) throws(SoundFault) {
        guard !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0) else {
            throw .badName(String(name.prefix(100)))
        }
        guard let dot = name.lastIndex(of: ".") else { throw .unknownFormat(name) }
        format = name[name.index(after: dot)...].lowercased()
        guard SoundConverter.formats.contains(format) else { throw .unknownFormat(name) }
        bytes = try files.read(name, limit: Self.longest)
    }
}
