import Glibc
import Synchronization

/// What this thread does, and for which sandbox, for the last words of a host that crashes: see ``CrashReport``.
///
/// A signal handler reads it: pointers to text that never goes away, and no memory is allocated after a thread's first note.
package enum CrashNote {
    struct Slot {
        /// Ends with a zero.
        var sandbox: UnsafePointer<CChar>?
        var step: StaticString?
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { $0?.assumingMemoryBound(to: Slot.self).deallocate() }
        return key
    }()

    /// Runs `body`, which works for a sandbox; costs two words that are written.
    ///
    /// - Parameter sandbox: A name that ``name(_:)`` made.
    @inline(__always)
    package static func during(_ step: StaticString, for sandbox: UnsafePointer<CChar>, _ body: () -> Void) {
        let slot = ownSlot()
        let before = slot.pointee
        slot.pointee = Slot(sandbox: sandbox, step: step)
        body()
        slot.pointee = before
    }

    /// A name as notes have it. It stays in memory, once: a crash may come at any time.
    package static func name(_ text: String) -> UnsafePointer<CChar> {
        names.withLock { names in
            if let name = names[text] { return name }
            let bytes = Array(text.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            let name = Name(start: UnsafePointer(copy))
            names[text] = name
            return name
        }.start
    }

    /// Nobody writes to it and nobody frees it: any thread may read it.
    private struct Name: @unchecked Sendable {
        let start: UnsafePointer<CChar>
    }

    private static let names = Mutex<[String: Name]>([:])

    /// Makes what the handler of a signal could not make.
    static func prepare() { _ = key }

    /// The thread's note; nil for none. Safe in the handler of a signal.
    static var current: UnsafeMutablePointer<Slot>? {
        pthread_getspecific(key)?.assumingMemoryBound(to: Slot.self)
    }

    private static func ownSlot() -> UnsafeMutablePointer<Slot> {
        if let slot = current { return slot }
        let slot = UnsafeMutablePointer<Slot>.allocate(capacity: 1)
        slot.initialize(to: Slot())
        pthread_setspecific(key, slot)
        return slot
    }
}
