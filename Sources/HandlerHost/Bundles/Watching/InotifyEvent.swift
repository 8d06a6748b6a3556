import Glibc

/// A report of the kernel about a folder that is watched.
struct InotifyEvent {
    let watch: Int32
    /// What changed in the folder; empty when it is the folder itself.
    let name: String
    private let flags: UInt32

    /// What to report. Writing is reported when the file is closed, so that half a save is not taken for a whole one.
    static let mask = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
            | IN_ONLYDIR)

    /// Whether reports were lost.
    var isOverflow: Bool { has(IN_Q_OVERFLOW) }
    var isFolder: Bool { has(Int32(bitPattern: 0x4000_0000)) }
    /// Whether the folder that is watched is gone from its place.
    var endsWatch: Bool { has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || isWatchGone || has(IN_UNMOUNT) }
    /// Whether no more reports come from the watch.
    var isWatchGone: Bool { has(IN_IGNORED) }
    /// Whether a link may have come or gone, which can lead to a folder.
    var mayBeLink: Bool { has(IN_CREATE) || has(IN_MOVED_FROM) || has(IN_MOVED_TO) || has(IN_DELETE) }

    /// Whether this is a change, and not the beginning of one: a new file that is still being written is reported again
    /// when it is closed.
    ///
    /// - Parameter path: The folder.
    func matters(in path: String) -> Bool {
        if isWatchGone { return false }
        guard has(IN_CREATE), !isFolder else { return true }
        var status = stat()
        guard lstat(path + "/" + name, &status) == 0 else { return true }
        return status.st_mode & S_IFMT != S_IFREG || status.st_nlink > 1
    }

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
