import JSONText

extension StateArchive {
    /// The text of the archive, without a history.
    package var bytes: [UInt8] {
        Self.headLine(sandbox: sandbox, version: version, patches: 0) + Self.line(of: content) + Self.endLine(patches: 0)
    }

    static func lineCount(patches: Int) -> Int { patches == 0 ? 3 : patches + 4 }

    static func headLine(sandbox: String, version: Int64, patches: Int) -> [UInt8] {
        line { writer in
            writer.key("ringbox")
            writer.string("state")
            writer.key("format")
            writer.int(format)
            writer.key("sandbox")
            writer.string(sandbox)
            writer.key("version")
            writer.int(Int(version))
            writer.key("patches")
            writer.int(patches)
        }
    }

    /// - Parameter version: That of the state before the first patch of a history; nil for the state that the archive is about.
    static func line(of content: StateContent, from version: Int64? = nil) -> [UInt8] {
        line { writer in
            if let version {
                writer.key("from")
                writer.int(Int(version))
            }
            writer.key("document")
            writer.value(content.document)
            writer.key("expires")
            writer.beginObject()
            for entry in content.expiry.entries() {
                writer.key(entry.path.description)
                writer.int(Int(entry.time))
            }
            writer.endObject()
        }
    }

    static func line(of patch: StoredPatch) -> [UInt8] {
        line { writer in
            writer.key("version")
            writer.int(Int(patch.version))
            writer.key("time")
            writer.int(Int(patch.time))
            writer.key("turn")
            writer.string(patch.turn)
            writer.key("cause")
            writer.string(patch.cause)
            writer.key("patch")
            // Line ends of JSON text are white space: inside of strings they are escaped.
            writer.raw(patch.patch.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 })
        }
    }

    static func endLine(patches: Int) -> [UInt8] {
        line { writer in
            writer.key("end")
            writer.bool(true)
            writer.key("lines")
            writer.int(lineCount(patches: patches))
        }
    }

    private static func line(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension StateArchive {
    /// Whether bytes, such as the last ones of a file, end with the last line of an archive.
    package static func isEnd(_ bytes: [UInt8]) -> Bool {
        guard bytes.last == UInt8(ascii: "\n"), let line = bytes.split(separator: UInt8(ascii: "\n")).last else { return false }
        return (try? JSONValue(parsing: line))?["end"]?.bool == true
    }
}
