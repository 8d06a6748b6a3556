internal import CJavaScriptCore
import Glibc

/// JSON text that comes in parts: a second thread makes the engine's strings of them while the next ones are on their way.
///
/// A text of one part needs no second thread, and one that cannot be started is made up for.
package final class GatheredText {
    // As long as the second thread runs, every stored property is read and written with `mutex` locked, but for `thread`, which only
    // the owner's thread uses.

    /// Escaped, ended by a NUL, and freed by whoever makes the string.
    private var parts: [UnsafeMutablePointer<UInt8>] = []
    private var strings: [ScriptText?] = []
    /// How many parts somebody makes, or has made, strings of.
    private var taken = 0
    private var isWhole = false
    private var thread: pthread_t?
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        mutex = .allocate(capacity: 1)
        wake = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
    }

    deinit {
        for part in parts[taken...] { part.deallocate() }
        pthread_cond_destroy(wake)
        pthread_mutex_destroy(mutex)
        wake.deallocate()
        mutex.deallocate()
    }

    /// Copies the next part.
    ///
    /// - Parameter part: UTF-8 that cuts no character. What is ill-formed in it becomes U+FFFD.
    package func append(_ part: UnsafeBufferPointer<UInt8>) {
        let text = Transcoder.escaped(part)
        pthread_mutex_lock(mutex)
        parts.append(text)
        strings.append(nil)
        pthread_cond_signal(wake)
        let isFirst = parts.count == 1
        pthread_mutex_unlock(mutex)
        if !isFirst, thread == nil { start() }
    }

    /// Hands the strings of all parts to `body`, in order, and lets go of each at once. To be called once, behind the last part.
    package func finish<Failure>(_ body: (ScriptText) throws(Failure) -> Void) throws(Failure) {
        pthread_mutex_lock(mutex)
        isWhole = true
        pthread_cond_signal(wake)
        pthread_mutex_unlock(mutex)
        work()
        if let thread { pthread_join(thread, nil) }
        for place in strings.indices {
            guard let text = strings[place] else { continue }
            strings[place] = nil
            try body(text)
        }
    }

    private func start() {
        var started = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &started, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<GatheredText>.fromOpaque(context).takeRetainedValue().work()
                return nil
            }, context.toOpaque())
        if code == 0 { thread = started } else { context.release() }
    }

    /// Makes strings until there is one of every part.
    private func work() {
        pthread_mutex_lock(mutex)
        while taken < parts.count || !isWhole {
            guard taken < parts.count else {
                pthread_cond_wait(wake, mutex)
                continue
            }
            let place = taken
            taken += 1
            let part = parts[place]
            pthread_mutex_unlock(mutex)
            let text = ScriptText(EngineString(escaped: part))
            part.deallocate()
            pthread_mutex_lock(mutex)
            strings[place] = text
        }
        pthread_mutex_unlock(mutex)
    }
}

/// A string of the engine that no realm has yet. Any thread may make one: the engine counts its references atomically.
package final class ScriptText {
    let string: EngineString

    init(_ string: consuming EngineString) { self.string = string }
}
