/// How much of a sandbox's journal has to be read again because no snapshot covers it.
package struct JournalTail: Sendable, Equatable {
    /// The number of patches behind the newest snapshot.
    package var patches: Int
    /// The bytes of those patches.
    package var patchBytes: Int
    /// The bytes of the newest snapshot, 0 when there is none.
    package var snapshotBytes: Int

    package init(patches: Int, patchBytes: Int, snapshotBytes: Int) {
        self.patches = patches
        self.patchBytes = patchBytes
        self.snapshotBytes = snapshotBytes
    }
}
