import Glibc
import HandlerHost
import Testing

struct CrashReportTests {
    @Test func saysWhatTheHostWasDoing() async throws {
        let result = try await #require(processExitsWith: .signal(SIGILL), observing: [\.standardErrorContent]) {
            signal(SIGILL, SIG_DFL)
            CrashReport.install()
            CrashNote.during("an earlier step", for: CrashNote.name("other")) {}
            CrashNote.during("a report of its worker", for: CrashNote.name("shop")) { raise(SIGILL) }
        }
        let errors = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(errors.contains("ringbox: the host crashes (signal 4) while it works for the sandbox shop: a report of its worker;"))
    }

    @Test func saysNothingOfASandboxWhenItWorkedForNone() async throws {
        let result = try await #require(processExitsWith: .signal(SIGABRT), observing: [\.standardErrorContent]) {
            signal(SIGABRT, SIG_DFL)
            CrashReport.install()
            CrashNote.during("an earlier step", for: CrashNote.name("other")) {}
            abort()
        }
        let errors = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(errors.contains("ringbox: the host crashes (signal 6); please report this"))
    }
}
