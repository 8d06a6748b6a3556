/// How much a program may use. It is ended when it goes beyond one of these.
package struct ChildLimits: Sendable, Equatable {
    package var time: Duration
    /// The most bytes of its standard output, and of each file that it writes.
    package var bytes: Int

    package init(time: Duration, bytes: Int) {
        self.time = time
        self.bytes = bytes
    }
}
