/// When a sandbox's journal has grown so much that a snapshot pays.
package struct SnapshotSchedule: Sendable, Equatable {
    /// The number of patches behind a snapshot that asks for the next one.
    package var patches: Int
    /// The bytes of patches behind a snapshot that ask for the next one.
    package var patchBytes: Int

    package init(patches: Int = 1000, patchBytes: Int = 4 << 20) {
        self.patches = patches
        self.patchBytes = patchBytes
    }

    /// Whether a snapshot should be made where `tail` is not covered by one.
    ///
    /// Both limits grow with the snapshot before, so that snapshots of a large state that changes in small steps do
    /// not become most of what is written: there has to be a patch for every 256 bytes of it, or as many bytes.
    ///
    /// - Parameters:
    ///   - isAtRest: Whether nobody works on the state for the time being. A sixteenth is enough then: whoever comes next waits for
    ///     what has to be made up for.
    ///   - isPressed: Whether the journal takes more than it may. A sixteenth is enough then as well: older versions can only be
    ///     removed behind a snapshot.
    package func isDue(_ tail: JournalTail, isAtRest: Bool = false, isPressed: Bool = false) -> Bool {
        let share = isAtRest || isPressed ? 16 : 1
        return tail.patches >= max(patches, tail.snapshotBytes / 256 / share)
            || tail.patchBytes >= max(patchBytes, tail.snapshotBytes / share)
    }
}
