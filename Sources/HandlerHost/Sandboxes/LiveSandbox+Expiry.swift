import JSONText
import NIOCore
import PBXInstructions
import StateStore

extension LiveSandbox {
    /// The most places that one turn removes.
    private static let groupLimit = 1_000
    /// How long after a removal that failed the next one is tried.
    private static let pauseAfterFailure = TimeAmount.seconds(10)
    /// The longest time that a timer runs: the machine's clock may be set meanwhile.
    private static let longestTimer: Int64 = 60_000

    /// What a removal is recorded with.
    static var expiryVerdict: TurnVerdict { TurnVerdict(reply: TurnReply(status: 200, headers: [], body: ByteBuffer(), outcome: .ok)) }

    /// Takes over what of a state that was read expires.
    func useExpiry(_ schedule: ExpirySchedule) {
        expiry = schedule
        expireLater()
    }

    /// Follows a patch that is stored.
    func noteExpiry(_ patch: [UInt8]) {
        guard !expiry.isEmpty || StoredState.mayExpire(patch) else { return }
        // It was read when it came, so that it can be read now.
        guard let patch = try? StatePatch(parsing: patch) else { return }
        expiry.apply(patch)
        expireLater()
    }

    /// Reads anew what expires, after an edit by hand.
    func reloadExpiry() async {
        do {
            useExpiry(try await services.store.load(name.text)?.expirySchedule() ?? ExpirySchedule())
        } catch {
            services.note(.error, sandbox: name, "what of the state expires cannot be read: \(error)")
        }
    }

    /// Sets the timer to when the next place is due.
    private func expireLater() {
        expiryTimer?.cancel()
        expiryTimer = nil
        guard !isExpiring, !hasEnded, let due = expiry.nextDue else { return }
        let left = min(max(due - SandboxServices.now, 0), Self.longestTimer)
        expireLater(in: .milliseconds(left))
    }

    private func expireLater(in time: TimeAmount) {
        expiryTimer = loop.scheduleTask(in: time) { self.assumeIsolated { $0.expire() } }
    }

    /// Has the worker remove what is due, as a turn like others.
    private func expire() {
        guard !hasEnded, let served else { return }
        let places = expiry.due(at: SandboxServices.now, limit: Self.groupLimit)
        guard !places.isEmpty else { return expireLater() }
        isExpiring = true
        let body = JSONValue.array(places.map { .string($0.description) }).bytes()
        let request = IncomingRequest(
            method: "EXPIRE", path: "/", query: "", body: ByteBuffer(bytes: body), peer: "", received: clock.now)
        let turn = Turn(
            id: services.nextTurn(), request: request, time: SandboxServices.now,
            deadline: clock.now.advanced(by: served.bundle.settings.limits.wall), isExpiry: true
        ) { reply in
            self.loop.execute { self.assumeIsolated { $0.removed(places, reply.outcome) } }
        }
        waiting.append(turn)
        pump()
        sweepLater()
    }

    private func removed(_ places: [JSONPointer], _ outcome: Outcome) {
        isExpiring = false
        guard outcome == .ok else { return expireLater(in: Self.pauseAfterFailure) }
        // The patch has dropped them, unless there was nothing there: then there is nothing left to do either.
        let now = SandboxServices.now
        for place in places {
            if let due = expiry[place], due <= now { expiry.apply(.expire(place, at: nil)) }
        }
        expireLater()
    }
}
