import ChildPrograms
import NIOCore
import StateStore
import Synchronization
import WorkerProtocol

extension LiveSandbox {
    /// Sees to what the files have become. When they do not serve and nothing did before, the last good version does.
    func see(to renewal: SandboxRenewal) async {
        nextAttempt?.cancel()
        postponed = nil
        switch renewal {
        case .built(let built, let urgency):
            if newest?.hash != built.bundle.hash { retry = nil }
            newest = built.bundle
            if served == nil, let routes = built.routes, await serveKnown(built.bundle, routes: routes) {
                problem = nil
                return
            }
            switch await adopt(built.bundle, urgency) {
            case .serves:
                problem = nil
                retry = nil
            case .failed:
                retry = nil
                await serveLastGood(urgency, but: built.bundle)
            case .postponed:
                tryAgain(built.bundle, urgency)
                await serveLastGood(urgency, but: built.bundle)
            }
        case .refused(let error, let isNews):
            retry = nil
            guard isNews || problem != redaction.text(error.description) else { return }
            fail(loading: error.description, bundle: nil)
            await serveLastGood(.saved, but: nil)
        }
    }

    /// Has a bundle loaded again that lacked something, after a pause, unless its files have changed by then.
    private func tryAgain(_ bundle: Bundle, _ urgency: Urgency) {
        postponed = PostponedLoad(bundle: bundle, attempt: clock.now)
        var retry = retry ?? RetryPause()
        let pause = retry.failed()
        self.retry = retry
        nextAttempt = loop.scheduleTask(in: TimeAmount(pause)) { [weak self] in self?.loadAgain(bundle, urgency) }
    }

    /// Has it loaded at once, as somebody asks for it, but no more often than once in a second.
    func hurryPostponed() {
        guard let postponed, postponed.attempt.duration(to: clock.now) > .seconds(1) else { return }
        self.postponed = nil
        nextAttempt?.cancel()
        loadAgain(postponed.bundle)
    }

    /// Keeps a bundle that serves for the next start.
    func keep(_ bundle: Bundle, _ report: LoadReport) {
        guard let shelf = services.shelf else { return }
        // What loading changes is to be changed by the next start, too; and what names a secret is not written down.
        let text = String(decoding: report.routes, as: UTF8.self)
        let isKnown = report.patch.isEmpty && bundle.settings.secrets.redaction.text(text) == text
        shelf.keep(KeptBundle(bundle, runtime: shelf.runtime, routes: isKnown ? report.routes : nil), of: name)
    }

    /// Serves a bundle that was loaded by an earlier start; its worker starts with the first request.
    ///
    /// - Parameter routes: What the worker reported then. The next one may report others, which hold from then on.
    /// - Returns: False when it has to be loaded after all.
    private func serveKnown(_ bundle: Bundle, routes: [UInt8]) async -> Bool {
        do {
            let version = try await version(of: bundle, routes: routes)
            if let stored = try await services.store.load(name.text) {
                useExpiry(of: try await reader.outline(of: stored) { !self.isAbandoned.load(ordering: .relaxed) }.get())
                self.stored = StateHead(version: stored.version, turn: stored.turn)
                expected = self.stored
            } else if bundle.seed != nil {
                return false
            }
            serve(version)
            noteServing(version, "loaded by an earlier start")
            return true
        } catch {
            // Loading says what is wrong.
            return false
        }
    }

    /// Serves the version that served before the host was started, if nothing else does.
    ///
    /// - Parameter failed: A bundle that does not serve: it may be the last good one.
    private func serveLastGood(_ urgency: Urgency, but failed: Bundle?) async {
        guard served == nil, !isClosing, let shelf = services.shelf else { return }
        let (name, builder, reason) = (name, services.builder, problem)
        let restored = await BlockingThread.run { () -> Result<BuiltBundle?, BundleError> in
            Result { () throws(BundleError) in try builder.restore(name, from: shelf) }
        }
        do throws(BundleError) {
            guard let built = try restored.get(), built.bundle.hash != failed?.hash else { return }
            if let routes = built.routes, await serveKnown(built.bundle, routes: routes) { return }
            if await adopt(built.bundle, urgency) != .serves { problem = reason }
        } catch {
            services.note(.warning, sandbox: name, "the last good version cannot be made again: \(error)")
        }
    }
}
