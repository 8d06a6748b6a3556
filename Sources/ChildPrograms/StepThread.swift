import Glibc

/// A thread that does one step after another for somebody who may stop waiting.
// Sendable: `lock` guards everything that changes. `Mutex` has no condition that can be waited for with a time.
final class StepThread: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var step: (@Sendable () -> Void)?
    private var isDismissed = false
    private var returned: (@Sendable () -> Void)?

    /// `nil` when the system has no thread to give.
    init?() {
        pthread_mutex_init(lock, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
        guard BlockingThread.startIfPossible({ self.work() }) else { return nil }
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Has a step done. To be called when no other one is under way.
    ///
    /// - Returns: Whether it was done within the time.
    func run(within patience: Duration, _ step: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        self.step = step
        pthread_cond_broadcast(changed)
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        // Safe: at most eleven days.
        let nanoseconds = Int(min(patience / .nanoseconds(1), 1e15)) + end.tv_nsec
        end.tv_sec += nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        while self.step != nil, pthread_cond_timedwait(changed, lock, &end) != ETIMEDOUT {}
        return self.step == nil
    }

    /// Waits no longer for the step that is under way. The thread ends with it.
    ///
    /// - Parameter returned: Called by the thread then.
    /// - Returns: False when the step is done by now: then the thread goes on, and `returned` is not called.
    func leave(_ returned: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard step != nil else { return false }
        self.returned = returned
        return true
    }

    /// Ends the thread, which does nothing at the moment.
    func dismiss() {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        isDismissed = true
        pthread_cond_broadcast(changed)
    }

    private func work() {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            while step == nil, !isDismissed { pthread_cond_wait(changed, lock) }
            guard let next = step else { return }
            pthread_mutex_unlock(lock)
            next()
            pthread_mutex_lock(lock)
            step = nil
            if let returned { return returned() }
            pthread_cond_broadcast(changed)
        }
    }
}
