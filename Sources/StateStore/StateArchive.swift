/// A state in a file of JSON lines, as ``StateExport`` writes it.
///
/// The first line says what it is, the second one has the state, those of a history follow, and the last one says that nothing is
/// missing:
///
///     {"ringbox":"state","format":1,"sandbox":"shop","version":42,"patches":2}
///     {"document":{…},"expires":{"/calls/c7":1764000000000}}
///     {"from":40,"document":{…},"expires":{}}
///     {"version":41,"time":…,"turn":"…","cause":"…","patch":[…]}
///     {"version":42,"time":…,"turn":"…","cause":"…","patch":[…]}
///     {"end":true,"lines":6}
package struct StateArchive: Sendable, Equatable {
    static let format = 1

    package let sandbox: String
    /// The version that the state had.
    package let version: Int64
    /// How many patches of its history are in the file.
    package let patches: Int
    package let content: StateContent

    init(sandbox: String, version: Int64, patches: Int, content: StateContent) {
        self.sandbox = sandbox
        self.version = version
        self.patches = patches
        self.content = content
    }

    /// Reads a whole file that is in memory.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: As ``StateArchiveReader``.
    package init(parsing bytes: [UInt8], while goesOn: @escaping () -> Bool = { true }) throws(StateArchiveError) {
        var reader = StateArchiveReader(while: goesOn)
        try reader.take(bytes)
        self = try reader.finish()
    }
}
