import Glibc

/// Says on standard error what the host was doing when it crashes, before the runtime's own report.
package enum CrashReport {
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]
    // Written once for each signal, before its handler can run.
    nonisolated(unsafe) private static let earlier = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)

    /// Has crashes of this process reported. What handled the signals before, such as the runtime, handles them afterwards.
    package static func install() {
        CrashNote.prepare()
        for signal in signals {
            guard sigaction(signal, nil, earlier + Int(signal)) == 0 else { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { signal in
                CrashReport.write(signal)
                sigaction(signal, CrashReport.earlier + Int(signal), nil)
                raise(signal)
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_ONSTACK))
            sigaction(signal, &action, nil)
        }
    }

    /// Only what is safe in the handler of a signal: no memory, no locks.
    private static func write(_ signal: Int32) {
        write("ringbox: the host crashes (signal ")
        if signal >= 10 { write(digit: signal / 10) }
        write(digit: signal % 10)
        write(")")
        if let note = CrashNote.current?.pointee, let sandbox = note.sandbox, let step = note.step {
            write(" while it works for the sandbox ")
            _ = Glibc.write(STDERR_FILENO, sandbox, strlen(sandbox))
            write(": ")
            write(step)
        }
        write("; please report this, with the lines below\n")
    }

    private static func write(_ text: StaticString) {
        _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    private static func write(digit: Int32) {
        var byte = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
        _ = Glibc.write(STDERR_FILENO, &byte, 1)
    }
}
