import CDiskRecorder

/// One thing that happened to the files of the watched folder, or a note in between.
enum DiskEvent {
    case write(file: UInt64, name: String, offset: Int, bytes: ArraySlice<UInt8>)
    case truncate(file: UInt64, name: String, length: Int)
    /// What was written to the file before is on the disk; the folder itself has an empty name.
    case sync(file: UInt64, name: String)
    case unlink(name: String)
    case note(String)

    /// Reads what the recorder wrote to `path`.
    static func all(in path: String) -> [DiskEvent] {
        let bytes = DiskModel.bytes(of: path) ?? []
        var events: [DiskEvent] = []
        var place = 0
        let size = MemoryLayout<disk_event>.size
        while place + size <= bytes.count {
            let event = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: disk_event.self) }
            place += size
            let name = String(decoding: bytes[place..<place + Int(event.name_length)], as: UTF8.self)
            place += Int(event.name_length)
            let content = bytes[place..<place + Int(event.length)]
            place += Int(event.length)
            switch Int(event.operation) {
            case Int(DISK_WRITE): events.append(.write(file: event.inode, name: name, offset: Int(event.offset), bytes: content))
            case Int(DISK_TRUNCATE): events.append(.truncate(file: event.inode, name: name, length: Int(event.offset)))
            case Int(DISK_SYNC): events.append(.sync(file: event.inode, name: name))
            case Int(DISK_UNLINK): events.append(.unlink(name: name))
            default: events.append(.note(String(decoding: content, as: UTF8.self)))
            }
        }
        return events
    }
}
