import Glibc
package import HTTPText
import JSONText
package import NIOCore
import NIOPosix
import PBXInstructions
package import StateStore
import TextFilters

/// The host: sandboxes from a folder, turns in workers, state in a store. Knows no HTTP server.
package final class HandlerHost: Sendable {
    /// What happened, newest last.
    package let activity: ActivityLog
    /// Where connections and sandboxes live, one for each core.
    package let eventLoops: any EventLoopGroup
    /// For the tasks that serve connections of ``eventLoops``; they must not block.
    package let executor: EventLoopExecutor

    /// Why workers get no cgroup of their own; nil when they do, and when none were asked for.
    package let cgroupGap: CgroupGap?

    let configuration: HostConfiguration
    let unreadableProxies = RepeatedEvent()
    let services: SandboxServices
    let directory = SandboxDirectory()
    private let catalog: HandlerCatalog

    /// - Parameter store: Open for as long as ``run(isReady:)`` runs.
    package init(configuration: HostConfiguration, store: any StateStore) {
        ExpiryClock.prepare()
        self.configuration = configuration
        let activity = ActivityLog(filter: configuration.masksNumbers ? NumberMask() : nil)
        self.activity = activity
        let signal = StateSignal()
        let commits = CommitQueue(
            store: store, retention: configuration.history,
            filling: { use in
                activity.append(.event(HostEvent(time: SandboxServices.now, sandbox: use.sandbox, kind: .warning, message: "\(use)")))
            },
            committed: { signal.note($0.sandbox, $0.version) },
            snapshotFailed: { sandbox, error in
                let sentence = "no snapshot of the state could be made, or old versions could not be removed: \(error)"
                activity.append(.event(HostEvent(time: SandboxServices.now, sandbox: sandbox, kind: .error, message: sentence)))
            })
        let eventLoops = MultiThreadedEventLoopGroup.singleton
        self.eventLoops = eventLoops
        executor = EventLoopExecutor(group: eventLoops)
        let pool = WorkerPool(executable: configuration.workerExecutable, spareCount: configuration.spareWorkers)
        var cgroups: WorkerCgroups?
        var gap: CgroupGap?
        if configuration.usesCgroups {
            do {
                cgroups = try WorkerCgroups.open()
            } catch {
                gap = error
            }
        }
        cgroupGap = gap
        let watch = LoopWatch(eventLoops) { sandbox, sentence in
            activity.append(.event(HostEvent(time: SandboxServices.now, sandbox: sandbox, kind: .warning, message: sentence)))
        }
        services = SandboxServices(
            store: store, commits: commits, signal: signal, pool: pool, activity: activity, cgroups: cgroups, watch: watch,
            shelf: Self.shelf(configuration, activity), configuration: configuration)
        catalog = HandlerCatalog(
            configuration: configuration, services: services, directory: directory, loops: eventLoops)
    }

    private static func shelf(_ configuration: HostConfiguration, _ activity: ActivityLog) -> BundleShelf? {
        guard let path = configuration.bundlesFolder else { return nil }
        var worker = stat()
        stat(configuration.workerExecutable, &worker)
        let runtime = "\(configuration.release) \(worker.st_size) \(worker.st_mtim.tv_sec) \(worker.st_mtim.tv_nsec)"
        return BundleShelf(path: path, runtime: runtime) { sandbox, sentence in
            activity.append(.event(HostEvent(time: SandboxServices.now, sandbox: sandbox.text, kind: .warning, message: sentence)))
        }
    }

    /// Serves until the task is cancelled; then finishes what is on its way to the store.
    ///
    /// - Parameter isReady: Called when the handlers folder has been looked through. Its sandboxes load one after another from then
    ///   on, and the ones that are asked for first.
    package func run(isReady: @escaping @Sendable () -> Void) async {
        // Not a child: it is to outlive the cancellation, since what the sandboxes submit last is stored too.
        let storing = Task { await services.commits.run(keepingOn: services.keeping.executor(for: nil)) }
        services.watch.start()
        defer { services.watch.stop() }
        async let _ = MemoryReturn().run()
        await catalog.run(isReady: isReady)
        services.commits.shutdown()
        await storing.value
        await services.shelf?.flush()
        services.pool.shutdown()
    }

    /// Returns when each sandbox that there is has loaded or has failed to.
    package func settle() async {
        for sandbox in directory.all { _ = await sandbox.firstLoaded() }
    }

    /// Returns when a sandbox has loaded or has failed to, or when there is none of that name.
    ///
    /// - Returns: False when too many wait for that already.
    @discardableResult
    package func settle(_ name: SandboxName) async -> Bool {
        await directory[name]?.firstLoaded() ?? true
    }

    /// The names of the sandboxes, sorted.
    package var names: [String] { directory.names }

    /// How many sandboxes there are, and of how many a version serves, or will when it has loaded.
    package var counts: SandboxCounts {
        directory.all.reduce(into: SandboxCounts()) { counts, sandbox in
            counts.all += 1
            switch sandbox.condition {
            case .loading: counts.loading += 1
            case .failing: counts.failing += 1
            case .serving: break
            }
        }
    }

    /// Names and versions of the sandboxes, for people.
    @concurrent
    package func summaries() async -> [SandboxSummary] {
        var summaries: [SandboxSummary] = []
        for sandbox in directory.all { summaries.append(await sandbox.glance.summary) }
        return summaries.sorted { $0.name < $1.name }
    }

    /// How late the event loops come to what they are given.
    package var loopReports: [LoopReport] { services.watch.reports }

    /// The routes of the version of a sandbox that serves; nil when none does.
    package func routes(of sandbox: SandboxName) -> RouteTable? { directory[sandbox]?.current?.table }

    /// Runs a request and returns what its caller gets. Never fails: what goes wrong is a reply.
    ///
    /// - Parameter body: Reads the request's body up to a number of bytes.
    package func respond(
        to head: RequestHead, body: (_ limit: Int) async -> Result<ByteBuffer, RequestBodyError>
    ) async -> TurnReply {
        let caller = caller(of: head)
        let target: RequestTarget
        let name: SandboxName?
        do {
            (target, name) = try addressee(of: head, caller: caller)
        } catch {
            return refusal(head, status: (error as? ServedNames.Refusal)?.status ?? 400, "\(error)")
        }
        guard let name, let sandbox = directory[name] else { return unknown(name, head) }
        // Who may call it is known when it has loaded.
        if sandbox.current == nil, await !sandbox.firstLoaded(within: Self.firstLoadPatience, since: head.received) {
            return loading(head, name, newest: await sandbox.newest)
        }
        let served = sandbox.current
        let limits = served?.bundle.settings.limits ?? services.limits
        var request = IncomingRequest(
            method: head.method, path: target.path, query: target.query, headers: head.headers, body: ByteBuffer(),
            peer: caller, received: head.received)
        if let served {
            request.admittedBy = served.generation
            if let reply = turnAway(&request, head, from: name, served) { return reply }
            request.isTrusted = !served.bundle.settings.access.isOpen || configuration.trustedProxies.isTrusted(caller)
        } else {
            catalog.wasAsked(for: sandbox)
            request.query = TokenParameter.removed(from: request.query)
        }
        switch await body(limits.body) {
        case .success(let content):
            request.body = content
            if let detail = await read(&request, of: name, served) {
                return refusal(head, status: 413, detail, sandbox: name, fallback: served)
            }
            return await sandbox.run(request)
        case .failure(.tooLarge):
            return refusal(
                head, status: 413, "the request's body is larger than \(limits.body) bytes", sandbox: name, fallback: served)
        case .failure(.broken):
            return refusal(head, status: 400, "the request's body ended early", sandbox: name)
        case .failure(.malformed(let status, let detail)):
            return refusal(head, status: status, detail, sandbox: name)
        }
    }

    /// Reads a large body away from the event loops, and returns why a request has too many parameters; nil when it has not.
    private func read(_ request: inout IncomingRequest, of name: SandboxName, _ served: ServedBundle?) async -> String? {
        if QueryString.exceedsLimit(request.query.utf8) { return "the query has more than \(QueryString.limit) parameters" }
        let kind = BodyKind(contentType: request.header("content-type"))
        let isForm = kind == .urlencoded
        let isParameters = isForm || kind == .json && served?.bundle.settings.dialect != Dialect.none
        guard isParameters, request.body.readableBytes > ComputingPool.largeText else {
            return isForm && QueryString.exceedsLimit(request.body.readableBytesView) ? Self.formSentence : nil
        }
        let large = request
        let parts: BodyParts? = await services.computing.run(for: name) {
            isForm && QueryString.exceedsLimit(large.body.readableBytesView) ? nil : BodyParts(large)
        }
        guard let parts else { return Self.formSentence }
        request.parts = parts
        return nil
    }

    private static let formSentence = "the form has more than \(QueryString.limit) fields"

    /// How long a caller waits for the first version of a sandbox.
    private static let firstLoadPatience = TimeAmount.seconds(30)

    /// Answers nobody's business but that of a sandbox which takes long to load: it is not known yet who may call it.
    ///
    /// - Parameter newest: What is loading, if its files have been read.
    private func loading(_ head: RequestHead, _ name: SandboxName, newest: Bundle?) -> TurnReply {
        let used = head.received.duration(to: .now)
        if let newest, case let wall = newest.settings.limits.wall, used >= wall {
            let failed = FailedTurn(
                outcome: .timedOut, detail: "wall \(wall.text) exceeded while the sandbox was loading: used \(used.text)",
                sandbox: name.text, bundle: newest.version)
            let fallback = newest.settings.access.isOpen ? newest.settings.fallback : nil
            return answered(failed.verdict(fallback: fallback, style: newest.routeStyle), head, sandbox: name.text)
        }
        var failed = FailedTurn(outcome: .overloaded, detail: "the sandbox is still loading", sandbox: name.text)
        failed.retryAfter = .seconds(1)
        return answered(failed.verdict(fallback: nil, style: .files), head, sandbox: name.text)
    }

    private func unknown(_ name: SandboxName?, _ head: RequestHead) -> TurnReply {
        let nearest = name.map { directory.names(like: $0.text) } ?? directory.names
        let advice = nearest.isEmpty ? "" : "; the nearest are \(nearest.prefix(5).joined(separator: ", "))"
        let detail =
            name.map { "there is no sandbox \"\($0)\"\(advice)" }
            ?? "the request names no sandbox: use <sandbox>.localhost or /@<sandbox>/\(advice)"
        var failed = FailedTurn(outcome: .notFound, detail: detail, sandbox: name?.text)
        failed.members["nearest"] = .array(nearest.prefix(5).map(JSONValue.string))
        return answered(failed.verdict(fallback: nil, style: .files), head, sandbox: name?.text ?? "")
    }

    func refusal(
        _ head: RequestHead, status: Int, _ detail: String, sandbox: SandboxName? = nil, fallback served: ServedBundle? = nil
    ) -> TurnReply {
        var failed = FailedTurn(outcome: .refused, detail: detail, sandbox: sandbox?.text)
        failed.status = status
        let verdict = failed.verdict(fallback: served?.bundle.settings.fallback, style: served?.bundle.routeStyle ?? .files)
        return answered(verdict, head, sandbox: sandbox?.text ?? "")
    }

    /// Records a request that reached no sandbox's routes.
    func answered(_ verdict: TurnVerdict, _ head: RequestHead, sandbox: String) -> TurnReply {
        var durations = TurnDurations()
        durations.total = head.received.duration(to: .now)
        let record = TurnRecord(
            id: services.nextTurn(), time: SandboxServices.now, sandbox: sandbox, method: head.method,
            path: TokenParameter.masked(in: head.target), outcome: verdict.outcome, isFallback: verdict.reply.isFallback,
            status: verdict.reply.status,
            reply: verdict.reply.body, detail: verdict.detail, durations: durations)
        let redaction = SandboxName(sandbox).flatMap { services.redactions[$0] }
        activity.append(
            .turn(redaction.map(record.filtered) ?? record), reachedSandbox: SandboxName(sandbox).map { directory[$0] != nil } ?? false)
        return verdict.reply
    }
}
