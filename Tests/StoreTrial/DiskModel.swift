import Glibc

/// What a folder has, and what of that would be there behind a loss of power, as events follow one another.
///
/// Until a file is synchronised, each of its writes may have reached the disk, or not, or in some of its sectors; until
/// the folder is, each file that was made or removed may be there or not.
struct DiskModel {
    private static let sector = 512

    private enum Change {
        case write(offset: Int, bytes: ArraySlice<UInt8>)
        case truncate(Int)
    }

    private struct File {
        var durable: [UInt8] = []
        var current: [UInt8] = []
        var pending: [Change] = []
    }

    /// Files that were removed stay: they may come back.
    private var files: [Int] = []
    private var contents: [Int: File] = [:]
    /// Which file has an inode: numbers are used again for others.
    private var inodes: [UInt64: Int] = [:]
    private var names: [String: Int] = [:]
    private var durableNames: [String: Int] = [:]

    mutating func apply(_ event: DiskEvent) {
        switch event {
        case .write(let inode, let name, let offset, let bytes): change(inode, name, .write(offset: offset, bytes: bytes))
        case .truncate(let inode, let name, let length): change(inode, name, .truncate(length))
        case .sync(_, let name) where name.isEmpty: durableNames = names
        case .sync(let inode, let name):
            let file = file(inode, name)
            let current = contents[file]?.current ?? []
            contents[file] = File(durable: current, current: current)
        case .unlink(let name):
            if let file = names.removeValue(forKey: name) { inodes = inodes.filter { $0.value != file } }
        case .note: break
        }
    }

    /// Everything that was written, by name: what a killed process leaves.
    var current: [String: [UInt8]] {
        names.compactMapValues { contents[$0]?.current }
    }

    /// What may be left when the power goes.
    func afterPowerCut(using generator: inout some RandomNumberGenerator) -> [String: [UInt8]] {
        var left: [String: [UInt8]] = [:]
        for name in Set(names.keys).union(durableNames.keys).sorted() {
            let candidates = names[name] == durableNames[name] ? [names[name]] : [names[name], durableNames[name]]
            guard let file = candidates.randomElement(using: &generator) ?? nil, let content = contents[file] else { continue }
            left[name] = DiskModel.image(of: content, using: &generator)
        }
        return left
    }

    private static func image(of file: File, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var image = file.durable
        // Mostly lost, mostly there, or anything.
        let kept = [0.0, 0.5, 0.9, 1.0].randomElement(using: &generator) ?? 0.5
        for change in file.pending where Double.random(in: 0..<1, using: &generator) < kept {
            if case .write(let offset, let bytes) = change, Int.random(in: 0..<4, using: &generator) == 0 {
                // Sectors are whole, and a write has several.
                for start in stride(from: 0, to: bytes.count, by: sector) where Bool.random(using: &generator) {
                    let piece = bytes.dropFirst(start).prefix(sector)
                    make(.write(offset: offset + start, bytes: piece), in: &image)
                }
            } else {
                make(change, in: &image)
            }
        }
        return image
    }

    private mutating func change(_ inode: UInt64, _ name: String, _ change: Change) {
        let file = file(inode, name)
        DiskModel.make(change, in: &contents[file, default: File()].current)
        contents[file]?.pending.append(change)
    }

    private mutating func file(_ inode: UInt64, _ name: String) -> Int {
        if let file = inodes[inode] { return file }
        let file = files.count
        files.append(file)
        contents[file] = File()
        inodes[inode] = file
        names[name] = file
        return file
    }

    private static func make(_ change: Change, in bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let new):
            let end = offset + new.count
            if bytes.count < end { bytes += repeatElement(0, count: end - bytes.count) }
            bytes.replaceSubrange(offset..<end, with: new)
        case .truncate(let length):
            if length < bytes.count { bytes.removeLast(bytes.count - length) }
            if length > bytes.count { bytes += repeatElement(0, count: length - bytes.count) }
        }
    }

    /// Makes `folder` have these files and no others of a store.
    static func write(_ files: [String: [UInt8]], to folder: String) throws {
        for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm", "state.sqlite-journal"] {
            guard let bytes = files[name] else {
                unlink(folder + "/" + name)
                continue
            }
            let descriptor = open(folder + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            guard descriptor >= 0 else { throw Ledger.Failure("\(name) cannot be made") }
            defer { close(descriptor) }
            guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Ledger.Failure("\(name) cannot be written") }
        }
    }

    /// The bytes of a file, nil when there is none.
    static func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }
}
