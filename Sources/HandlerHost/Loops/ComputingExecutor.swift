import HTTPText

/// Runs tasks of one sandbox on the threads of a ``ComputingPool``, each step in the sandbox's turn.
final class ComputingExecutor: TaskExecutor {
    private let pool: ComputingPool
    private let name: SandboxName?

    init(_ pool: ComputingPool, for name: SandboxName?) {
        self.pool = pool
        self.name = name
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit(for: name) { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension ComputingPool {
    /// Runs tasks of a sandbox here; nil for those of the host.
    func executor(for name: SandboxName?) -> ComputingExecutor { ComputingExecutor(self, for: name) }
}
