import HTTPFrontend
import HandlerHost
import ServiceLifecycle

/// Runs the host until those before it have ended: its turns finish, and what they changed is stored.
struct HostService: Service {
    let host: HandlerHost
    let readiness: Readiness

    func run() async {
        await cancelWhenGracefulShutdown { await host.run { readiness.announce() } }
    }
}
