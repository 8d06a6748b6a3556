/// A step of a call, and when it happened.
package struct TimedNote: Sendable, Equatable {
    /// Since the call came in.
    package var time: Duration
    package var note: CallNote

    package init(_ note: CallNote, at time: Duration) {
        self.time = time
        self.note = note
    }
}
