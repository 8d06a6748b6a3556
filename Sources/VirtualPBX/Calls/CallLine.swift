/// A line to a caller, in real time: a terminal, a telephone.
package protocol CallLine: Sendable {
    /// Does what a call wants on the line, and returns at once. What follows from it goes to the call's ``CallInbox``.
    ///
    /// - Parameter action: Everything but ``CallAction/startTimer(_:_:)``, ``CallAction/stopTimer(_:)``, ``CallAction/ask(_:)`` and
    ///   ``CallAction/stopAsking``, which the call does by itself.
    func perform(_ action: CallAction, at time: Duration) async

    /// Told of the timers that the caller may want to see; there is nothing to do.
    func timerChanged(_ timer: CallTimer, to duration: Duration?) async
}
