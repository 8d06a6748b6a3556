extension StateStoreError {
    /// What is wrong with one file of the store.
    package enum Fault: Equatable, Sendable {
        /// The file cannot be created or opened; `reason` is the system's.
        case cannotOpen(reason: String)
        /// The file or its folder may be read and not written.
        case readOnly
        case diskFull
        /// Reading or writing failed; `code` is SQLite's.
        case inputOutput(code: Int32)
        case notADatabase
        case madeByAnotherProgram
        /// The file has the format `format`, and this program knows those up to `known`.
        case madeByNewerRingbox(format: Int, known: Int)
        /// The file is cut off or contradicts itself.
        case damaged
        /// The file is empty, in a folder that a host has used.
        case emptied
        /// The file was removed or replaced while it was open.
        case gone
        /// Another program keeps the file locked.
        case locked
        /// Any other failure; `code` is SQLite's.
        case failed(code: Int32)
    }
}

extension StateStoreError.Fault {
    /// What is wrong and what to do, as the rest of a sentence that begins with the file's name.
    var sentence: String {
        switch self {
        case .cannotOpen(let reason): "cannot be opened (\(reason)): check the data folder"
        case .readOnly:
            "cannot be written: give this user the right to write the data folder and the files in it, and mount its disk for writing"
        case .diskFull: "cannot grow, the disk is full: make room, Ringbox goes on without a restart"
        case .inputOutput(let code): "cannot be read or written, the disk fails (SQLite code \(code)): check the disk"
        case .notADatabase: "is not a database: move it away or choose another folder with --data"
        case .madeByAnotherProgram:
            "is the database of another program: move it away or choose another folder with --data"
        case .madeByNewerRingbox(let format, let known):
            "was made by a newer Ringbox (format \(format), this one knows \(known)): run that one, or a newer"
        case .damaged: "is damaged: put a backup in its place"
        case .emptied:
            "is empty, although a host has used this data folder: put a backup in its place, or remove the file to begin without any state"
        case .gone: "was removed or replaced while in use: put it back, or restart Ringbox"
        case .locked: "is locked by another program: wait until that has finished, or stop it"
        case .failed(let code): "cannot be used (SQLite code \(code)): look the code up in the manual of SQLite"
        }
    }
}
