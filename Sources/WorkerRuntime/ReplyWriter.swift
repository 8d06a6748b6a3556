import Glibc
import WorkerProtocol

/// The worker's way out: reports gather and leave in one write when there is nothing more to read.
///
/// A second thread looks every few milliseconds while turns run. A turn that runs long does not hold back the reports of
/// those before it, and a worker whose host is gone ends even in an endless loop.
final class ReplyWriter: @unchecked Sendable {
    // Sendable: every stored property is read and written with `mutex` locked.

    private static let tickNanoseconds = 10_000_000
    /// After so many ticks without work the second thread sleeps until it is woken.
    private static let patience = 50

    private let socket: Int32
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>
    private var outgoing = FrameEncoder()
    private var isBusy = false
    private var isAsleep = false
    private var runningTurn: UInt64 = 0

    init(socket: Int32) {
        self.socket = socket
        mutex = .allocate(capacity: 1)
        wake = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
    }

    /// Starts the second thread. To be called once; the writer lives as long as the process.
    func startWatching() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ReplyWriter>.fromOpaque(context).takeUnretainedValue().watch()
            }, context)
        pthread_detach(thread)
    }

    /// Notes that a turn starts.
    func begin(turn: UInt64) {
        pthread_mutex_lock(mutex)
        runningTurn = turn
        isBusy = true
        if isAsleep { pthread_cond_signal(wake) }
        pthread_mutex_unlock(mutex)
    }

    /// Appends a frame.
    func append(_ write: (inout FrameEncoder) -> Void) {
        pthread_mutex_lock(mutex)
        write(&outgoing)
        pthread_mutex_unlock(mutex)
    }

    /// Sends everything that was appended, and notes that nothing runs.
    func flush() {
        pthread_mutex_lock(mutex)
        isBusy = false
        send()
        pthread_mutex_unlock(mutex)
    }

    private func watch() -> Never {
        var idleTicks = 0
        var lastTurn: UInt64 = 0
        pthread_mutex_lock(mutex)
        while true {
            while !isBusy && idleTicks >= Self.patience {
                isAsleep = true
                pthread_cond_wait(wake, mutex)
                isAsleep = false
                idleTicks = 0
            }
            pthread_mutex_unlock(mutex)
            var pause = timespec(tv_sec: 0, tv_nsec: Self.tickNanoseconds)
            nanosleep(&pause, nil)
            pthread_mutex_lock(mutex)
            guard isBusy else {
                idleTicks += 1
                continue
            }
            idleTicks = 0
            if runningTurn == lastTurn { sendHeldBack() }
            lastTurn = runningTurn
        }
    }

    /// Sends what a long turn holds back, and ends the process if nobody is there to hear it.
    private func sendHeldBack() {
        var descriptor = pollfd(fd: socket, events: 0, revents: 0)
        if poll(&descriptor, 1, 0) > 0, descriptor.revents & Int16(POLLHUP) != 0 { _exit(1) }
        if !outgoing.isEmpty { send() }
    }

    private func send() {
        outgoing.bytes.withUnsafeBytes { bytes in
            var unsent = bytes
            while !unsent.isEmpty {
                let count = write(socket, unsent.baseAddress, unsent.count)
                if count >= 0 {
                    unsent = UnsafeRawBufferPointer(rebasing: unsent[count...])
                } else if errno != EINTR {
                    // The host is gone, and with it everybody who could use the rest.
                    _exit(1)
                }
            }
        }
        outgoing.removeAll()
    }
}
