import ChildPrograms
import HTTPText
import NIOCore
import StateStore
import Synchronization
import TextFilters
import WorkerProtocol

extension LiveSandbox {
    /// Sees to what the files have become. When they do not serve and nothing did before, the last good version does.
    func see(to renewal: SandboxRenewal) async {
        switch renewal {
        case .read(let built, let urgency):
            if isSeenTo(built.bundle) { return }
            await see(to: .built(built, urgency))
        case .built(let built, let urgency):
            nextAttempt?.cancel()
            postponed = nil
            if newest?.hash != built.bundle.hash { retry = nil }
            newest = built.bundle
            isNewestRefused = false
            if served == nil, let routes = built.routes, await serveKnown(built.bundle, routes: routes, urgency) {
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
            case .postponed(let next):
                tryAgain(built.bundle, next)
                await serveLastGood(urgency, but: built.bundle)
            }
        case .refused(let error, let isNews):
            nextAttempt?.cancel()
            postponed = nil
            retry = nil
            isNewestRefused = true
            let sentence = error.isLack ? "\(error); it is tried again" : error.description
            guard isNews || problem != redaction.text(sentence) else { return }
            fail(loading: sentence, bundle: nil)
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

    /// Whether there is nothing to do for a bundle: it was seen to last, or it serves although others came after it.
    private func isSeenTo(_ bundle: Bundle) -> Bool {
        if !isNewestRefused, let newest, newest.isSame(as: bundle) { return served != nil || problem != nil }
        guard let served, served.bundle.isSame(as: bundle) else { return false }
        nextAttempt?.cancel()
        postponed = nil
        retry = nil
        newest = bundle
        isNewestRefused = false
        problem = nil
        noteServing(served, "as before")
        return true
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
    /// - Parameters:
    ///   - routes: What the worker reported then. The next one may report others, which hold from then on.
    ///   - urgency: Of those who wait for it.
    /// - Returns: False when it has to be loaded after all.
    private func serveKnown(_ bundle: Bundle, routes: [UInt8], _ urgency: Urgency) async -> Bool {
        do {
            let version = try await version(of: bundle, routes: routes)
            // A whole state is read: not those of all sandboxes at the same time.
            let (head, outline) = try await placed(isAwaited ? .asked : urgency, in: services.stateReads) { () throws(LoadFault) in
                try await known()
            }
            guard bundle.seed == nil || head.version > 0 else { return false }
            useExpiry(of: outline)
            stored = head
            expected = head
            serve(version)
            noteServing(version, "loaded by an earlier start")
            pump()
            return true
        } catch {
            // Loading says what is wrong.
            return false
        }
    }

    /// The version of the state that is stored, and what the host has to know of it.
    private func known() async throws(LoadFault) -> (StateHead, StateOutline) {
        do throws(StateStoreError) {
            guard let stored = try await services.store.load(name.text) else { return (StateHead(), StateOutline()) }
            let outline = try await reader.outline(of: stored) { self.goesOnLoading }.get()
            return (StateHead(version: stored.version, turn: stored.turn), outline)
        } catch {
            throw .state(error)
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
            if let routes = built.routes, await serveKnown(built.bundle, routes: routes, urgency) { return }
            if await adopt(built.bundle, urgency) != .serves { problem = reason }
        } catch {
            services.note(.warning, sandbox: name, "the last good version cannot be made again: \(error)")
        }
    }
}
