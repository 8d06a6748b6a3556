import Glibc

/// A report of the kernel about a folder that is watched.
struct InotifyEvent {
    let watch: Int32
    /// What changed in the folder; empty when it is the folder itself.
    let name: String
    private let flags: UInt32

    /// What to report. Writing is reported while it goes on, so that half a save is not taken for a whole one.
    static let mask = UInt32(
        IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
            | IN_ONLYDIR)

    /// Whether reports were lost.
    var isOverflow: Bool { has(IN_Q_OVERFLOW) }
    var isFolder: Bool { has(Int32(bitPattern: 0x4000_0000)) }
    /// Whether the folder that is watched is gone from its place.
    var endsWatch: Bool { has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || isWatchGone || has(IN_UNMOUNT) }
    /// Whether no more reports come from the watch.
    var isWatchGone: Bool { has(IN_IGNORED) }
    /// Whether a name came or went, which can be that of a link or a folder.
    var isNameChange: Bool { has(IN_CREATE) || has(IN_MOVED_FROM) || has(IN_MOVED_TO) || has(IN_DELETE) }
    var isNewFolder: Bool { isFolder && (has(IN_CREATE) || has(IN_MOVED_TO)) }
    var isMove: Bool { has(IN_MOVED_TO) }
    /// Whether a file is being written: a report follows when it is closed.
    var isWriting: Bool { has(IN_MODIFY) || (has(IN_CREATE) && !isFolder) }
    /// Whether a file is whole, or gone.
    var endsWriting: Bool { has(IN_CLOSE_WRITE) || has(IN_MOVED_FROM) || has(IN_MOVED_TO) || has(IN_DELETE) }
    /// Whether the name is an editor's or a version control's own. Names that begin with two dots are swapped by Kubernetes.
    var isHidden: Bool { name.hasPrefix(".") && !name.hasPrefix("..") }

    private func has(_ flag: Int32) -> Bool { flags & UInt32(bitPattern: flag) != 0 }

    /// Takes apart what the kernel wrote.
    static func parse(_ bytes: [UInt8]) -> [InotifyEvent] {
        var events: [InotifyEvent] = []
        var offset = 0
        let header = MemoryLayout<inotify_event>.size
        bytes.withUnsafeBytes { buffer in
            while offset + header <= buffer.count {
                let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let end = min(offset + header + Int(event.len), buffer.count)
                let name = buffer[(offset + header)..<end].prefix { $0 != 0 }
                events.append(
                    InotifyEvent(watch: event.wd, name: String(decoding: name, as: UTF8.self), flags: event.mask))
                offset = end
            }
        }
        return events
    }
}
