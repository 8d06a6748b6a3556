import NIOCore

/// Keeps the sandboxes in operation in step with the handlers folder.
struct HandlerCatalog: Sendable {
    /// How many bundles are built and loaded at the same time: each takes a process.
    private static let width = 4

    let configuration: HostConfiguration
    let services: SandboxServices
    let directory: SandboxDirectory
    let loops: any EventLoopGroup

    private let builder: BundleBuilder

    init(configuration: HostConfiguration, services: SandboxServices, directory: SandboxDirectory, loops: any EventLoopGroup) {
        self.configuration = configuration
        self.services = services
        self.directory = directory
        self.loops = loops
        builder = BundleBuilder(
            folder: configuration.handlersFolder, ceilings: configuration.ceilings, secrets: configuration.secrets)
    }

    /// Brings every sandbox of the folder into operation and follows its changes, until the task is cancelled.
    ///
    /// - Parameter isReady: Called when each sandbox that was there at the start has loaded or has failed to.
    func run(isReady: @escaping @Sendable () -> Void) async {
        await withDiscardingTaskGroup { sandboxes in
            let changes = changes(in: &sandboxes)
            services.pool.refill()
            await refresh(nil, in: &sandboxes)
            isReady()
            sandboxes.addTask { await self.evictUnused() }
            for await changed in changes { await refresh(changed, in: &sandboxes) }
            for sandbox in directory.all { sandbox.close() }
        }
    }

    /// The entries of the handlers folder that change from here on, nil for all: any of them may have a secret that changed.
    private func changes(in tasks: inout DiscardingTaskGroup) -> AsyncStream<Set<String>?> {
        let (all, changed) = AsyncStream.makeStream(of: Set<String>?.self)
        let handlers = FolderWatcher(folder: configuration.handlersFolder, pollInterval: configuration.pollInterval).changes()
        tasks.addTask { for await entries in handlers { changed.yield(entries) } }
        if let folder = configuration.secrets.folderPath {
            let secrets = FolderWatcher(folder: folder, pollInterval: configuration.pollInterval).changes()
            tasks.addTask { for await _ in secrets { changed.yield(nil) } }
        }
        return all
    }

    /// Looks at the folder again.
    ///
    /// - Parameter changed: The entries that changed, nil for all.
    private func refresh(_ changed: Set<String>?, in sandboxes: inout DiscardingTaskGroup) async {
        let scan = SandboxScanner(folder: configuration.handlersFolder).scan()
        for problem in scan.problems { services.note(.error, sandbox: nil, problem.description) }
        let present = Set(scan.entries.map(\.name)).union(scan.refused.keys)
        if scan.isComplete { for sandbox in directory.all where !present.contains(sandbox.name) { remove(sandbox) } }
        for name in present where directory[name] == nil { add(name, in: &sandboxes) }
        for (name, problem) in scan.refused { directory[name]?.give(.reject(problem)) }
        let due = scan.entries.filter { changed?.contains($0.entry) ?? true || !hasAny($0) }
        await renew(due)
    }

    private func hasAny(_ entry: SandboxEntry) -> Bool { directory[entry.name]?.current != nil }

    private func add(_ name: SandboxName, in sandboxes: inout DiscardingTaskGroup) {
        let sandbox = LiveSandbox(name: name, loop: loops.next(), services: services)
        directory[name] = sandbox
        sandboxes.addTask { await sandbox.run() }
    }

    private func remove(_ sandbox: LiveSandbox) {
        directory[sandbox.name] = nil
        sandbox.close()
        services.note(.removed, sandbox: sandbox.name, "its files are gone; its state is kept")
        services.redactions[sandbox.name] = nil
    }

    /// Builds the entries' bundles and waits until each serves or has failed to.
    private func renew(_ entries: [SandboxEntry]) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, entry) in entries.enumerated() {
                if index >= Self.width { await group.next() }
                group.addTask { await self.renew(entry) }
            }
        }
    }

    private func renew(_ entry: SandboxEntry) async {
        guard let sandbox = directory[entry.name] else { return }
        do {
            let bundle = try await builder.build(entry)
            // The hash, which people see, says nothing of secrets.
            let newest = await sandbox.newest
            guard newest?.hash != bundle.hash || newest?.settings.secrets != bundle.settings.secrets else { return }
            await sandbox.renewed(bundle)
        } catch {
            sandbox.give(.reject(error))
        }
    }

    /// Takes workers away that nobody used for long, and from the least recently used sandboxes when there are too many.
    private func evictUnused() async {
        while true {
            do {
                try await Task.sleep(for: .seconds(1))
            } catch {
                return
            }
            var idle: [(sandbox: LiveSandbox, duration: Duration)] = []
            for sandbox in directory.all {
                if let duration = await sandbox.idleTime { idle.append((sandbox, duration)) }
            }
            idle.sort { $0.duration > $1.duration }
            let surplus = max(idle.count - configuration.workerLimit, 0)
            for (index, candidate) in idle.enumerated() where index < surplus || candidate.duration > configuration.workerIdleLimit {
                candidate.sandbox.give(.evict)
            }
        }
    }
}
