import HTTPFrontend
import HandlerHost
import ServiceLifecycle

/// Shows people what happens, without ever holding a turn up.
struct ActivityPrinter: Service {
    /// Lets entries gather: one write for many turns when there are many.
    private static let pause = Duration.milliseconds(30)

    let activity: ActivityLog
    let console: Console
    /// Leaves out what went well.
    let isQuiet: Bool

    func run() async {
        var last: UInt64 = 0
        for await entries in ActivityFeed(activity).cancelOnGracefulShutdown() {
            await show(entries, after: &last)
            // Ended early by the cancellation, which the feed sees next.
            try? await Task.sleep(for: Self.pause)
        }
        await show(activity.entries(after: last), after: &last)
    }

    private func show(_ entries: [ActivityEntry], after last: inout UInt64) async {
        guard let first = entries.first, let newest = entries.last else { return }
        let style = Style(usesColor: console.usesColor)
        var text = ""
        let missed = first.number - last - 1
        if missed > 0, !isQuiet { text += style.dim("… \(missed) more") + "\n" }
        for entry in entries where !isQuiet || ShownEntry.Severity(entry) == .bad { text += ShownEntry(entry).rendered(style) }
        last = newest.number
        await console.write(text)
    }
}
