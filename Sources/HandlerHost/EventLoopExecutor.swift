import NIOCore
import NIOPosix

/// Runs tasks on event loops: where a task is resumed by what happens on a loop, it goes on there.
///
/// A request's way through the host is many small steps. On the threads of the global pool each of them would wake another
/// thread; here they follow one another on one.
package final class EventLoopExecutor: TaskExecutor {
    private let group: any EventLoopGroup

    init(group: any EventLoopGroup) {
        self.group = group
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let loop = MultiThreadedEventLoopGroup.currentEventLoop ?? group.any()
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
