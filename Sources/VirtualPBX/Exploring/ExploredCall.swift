/// A call that took one way, up to a point or to its end.
package struct ExploredCall: Sendable {
    package var steps: [TimedNote]
    /// Where it waits; nil for one that is over.
    package var point: ExploredPoint?
    package var finish: FinishReason

    package init(steps: [TimedNote], point: ExploredPoint?, finish: FinishReason) {
        self.steps = steps
        self.point = point
        self.finish = finish
    }
}
