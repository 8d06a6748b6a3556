import Foundation

/// A thread that exchanges two names as fast as it can.
package final class NameExchange: @unchecked Sendable {
    // Only the thread's own loop and `stop` use it, one after the other, by way of the lock.
    private let lock = NSLock()
    private var isStopped = false
    private var count = 0
    private let begun = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)

    /// Returns when the names have been exchanged for the first time.
    package init(_ first: String, _ second: String) throws {
        // It is in the C library for GNU programs only.
        guard let symbol = dlsym(nil, "renameat2") else { throw CocoaError(.featureUnsupported) }
        typealias Call = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
        let rename = unsafeBitCast(symbol, to: Call.self)
        Thread.detachNewThread { [self] in
            while !lock.withLock({ isStopped }) {
                let isDone = rename(AT_FDCWD, first, AT_FDCWD, second, 2) == 0
                let isFirst = lock.withLock {
                    count += isDone ? 1 : 0
                    return isDone && count == 1
                }
                if isFirst { begun.signal() }
            }
            done.signal()
        }
        begun.wait()
    }

    /// Ends the thread.
    ///
    /// - Returns: How often the names were exchanged.
    @discardableResult
    package func stop() -> Int {
        lock.withLock { isStopped = true }
        done.wait()
        // For whoever asks once more.
        done.signal()
        return count
    }
}
