import StateStore
import Testing

struct StateStoreErrorTests {
    @Test(arguments: [
        (
            StateStoreError.cannotMakeFolder(folder: "data", reason: "Not a directory"),
            "the data folder data cannot be made (Not a directory): choose another one with --data"
        ),
        (
            .inUse(processID: 7),
            "the data folder is in use by process 7: stop that one or choose another folder with --data"
        ),
        (
            .inUse(processID: nil),
            "the data folder is in use by another process: stop that one or choose another folder with --data"
        ),
        (
            .patchTooLarge(sandbox: "a", bytes: 9),
            "a change of the state of a has 9 bytes, more than can be stored: change less at a time"
        ),
        (
            .unreadableExpiry(sandbox: "a", version: 9, reason: .notAList(found: "null")),
            "what expires in the snapshot of version 9 of the state of a cannot be read: "
                + "a patch of state has to be a list of operations, not null"
        ),
        (
            .damagedPatch(sandbox: "a", version: 9),
            "version 9 of the state of a is damaged: put a backup in the place of the data folder's files, "
                + "or see \"ringbox state repair a\""
        ),
        (.damagedSnapshot(sandbox: "a", version: 9), "the snapshot of version 9 of the state of a is damaged"),
        (
            .versionNotKept(sandbox: "a", version: 2, oldest: 7),
            "version 2 of the state of a is not kept any more, the oldest one that is kept is 7"
        ),
        (.noSuchVersion(sandbox: "a", version: 9, current: 8), "the state of a has no version 9, its newest is 8"),
        (
            .journalFull(sandbox: "a", bytes: 9, limit: 4),
            "the history of the state of a takes 9 bytes, and beyond twice 4 changes wait until older versions are removed: try again, "
                + "see whether \"ringbox logs\" says why they are not, or allow more with --history-bytes"
        ),
        (
            .folderFull(sandbox: "a", bytes: 9, limit: 4),
            "the histories of all states take 9 bytes, that of a grows by more than its share, and beyond twice 4 changes wait until "
                + "older versions are removed: try again, or allow more with --history-total-bytes"
        ),
        (.closed, "the state store is closed: start Ringbox again"),
        (
            .file("f", .cannotOpen(reason: "Not a directory")),
            "f cannot be opened (Not a directory): check the data folder"
        ),
        (
            .file("f", .readOnly),
            "f cannot be written: give this user the right to write the data folder and the files in it, and mount its disk for writing"
        ),
        (
            .file("f", .diskFull),
            "f cannot grow, the disk is full: make room, Ringbox goes on without a restart"
        ),
        (
            .file("f", .inputOutput(code: 778)),
            "f cannot be read or written, the disk fails (SQLite code 778): check the disk"
        ),
        (.file("f", .notADatabase), "f is not a database: move it away or choose another folder with --data"),
        (
            .file("f", .madeByAnotherProgram),
            "f is the database of another program: move it away or choose another folder with --data"
        ),
        (
            .file("f", .madeByNewerRingbox(format: 3, known: 1)),
            "f was made by a newer Ringbox (format 3, this one knows 1): run that one, or a newer"
        ),
        (.file("f", .damaged), "f is damaged: put a backup in its place"),
        (.file("f", .gone), "f was removed or replaced while in use: put it back, or restart Ringbox"),
        (.file("f", .locked), "f is locked by another program: wait until that has finished, or stop it"),
        (
            .file("f", .failed(code: 21)),
            "f cannot be used (SQLite code 21): look the code up in the manual of SQLite"
        ),
    ])
    func tellsWhatToDo(error: StateStoreError, sentence: String) {
        #expect(error.description == sentence)
    }

    @Test(arguments: [(9, "restore a 9"), (0, "reset a")] as [(Int64, String)])
    func whereNothingCanBeCutOffTheWaysThatAreLeftAreNamed(version: Int64, way: String) {
        let sentence = """
            the file is too damaged for the versions of the state of a behind \(version) to be cut off: "ringbox state \(way)" goes on from \
            there and removes nothing; if that fails as well, put a backup in the place of the data folder's files, or see \
            "A damaged file" in docs/state.md
            """
        #expect(StateStoreError.cannotCut(sandbox: "a", version: version).description == sentence)
    }
}
