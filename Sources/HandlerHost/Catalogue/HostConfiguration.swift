package import HTTPText
package import StateStore

/// What an operator decides about a host.
package struct HostConfiguration: Sendable {
    /// The path of the folder with the sandboxes.
    package var handlersFolder: String
    /// The names that sandboxes are reached by.
    package var names = ServedNames()
    /// The path of `ringbox-worker`.
    package var workerExecutable: String
    /// Started workers that wait for a sandbox.
    package var spareWorkers: Int
    /// How many sandboxes keep a worker; the least recently used one over that loses it.
    package var workerLimit: Int
    /// How long an unused worker is kept.
    package var workerIdleLimit: Duration
    /// How often the folder is looked at for changes that the kernel does not report.
    package var pollInterval: Duration
    /// The backoff for reading a sandbox again for which the host lacked something. Requests for it have it read sooner.
    var readingPause = RetryPause()
    /// The most that a sandbox's limits may be.
    package var ceilings = LimitCeilings()
    /// How many turns of all sandboxes may be unanswered at the same time.
    package var turnLimit = 8_192
    /// How much of the states' history is kept.
    package var history = StateRetention()
    /// What `${NAME}` in settings stands for.
    package var secrets = SecretSource.none
    /// The program that transforms TypeScript and ES modules.
    package var transformer = ModuleTransformer.standardProgram
    /// Whether the activity log has telephone numbers shortened.
    package var masksNumbers = false
    /// Whether workers get cgroups of their own where the kernel lets the host make them. The host moves itself into one.
    package var usesCgroups = false
    /// The path of the folder in which the newest good bundles are kept; nil to keep none.
    package var bundlesFolder: String?
    /// Of Ringbox: another release loads the bundles that are kept anew.
    package var release = ""
    /// How long the files of a sandbox have to be gone before it is removed.
    package var removalPatience = Duration.seconds(5)
    /// How long the folders of handlers and secrets are waited for while they are looked at.
    var looking = FolderWatcher.Looking()
    /// Who is believed about the caller's address.
    package var trustedProxies = TrustedProxies()

    package init(
        handlersFolder: String, workerExecutable: String, spareWorkers: Int = 1,
        workerLimit: Int = 64, workerIdleLimit: Duration = .seconds(600), pollInterval: Duration = .seconds(1)
    ) {
        self.handlersFolder = handlersFolder
        self.workerExecutable = workerExecutable
        self.spareWorkers = spareWorkers
        self.workerLimit = workerLimit
        self.workerIdleLimit = workerIdleLimit
        self.pollInterval = pollInterval
    }

    /// The limits of a sandbox that sets none.
    var defaultLimits: SandboxLimits {
        var limits = SandboxLimits()
        _ = ceilings.lower(&limits)
        ceilings.fill(&limits, unless: [])
        return limits
    }
}
