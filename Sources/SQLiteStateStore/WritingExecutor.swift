import Dispatch

/// Runs tasks one after another on a queue of their own, where they may wait for the disk.
///
/// A task that writes again and again stays on one thread, and no other one has to be woken for each of its steps.
final class WritingExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "ringbox.state.writing")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
