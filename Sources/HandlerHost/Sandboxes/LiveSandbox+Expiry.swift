import NIOCore
import PBXInstructions
import StateStore

extension LiveSandbox {
    /// What a removal is recorded with.
    static var expiryVerdict: TurnVerdict { TurnVerdict(reply: TurnReply(status: 200, headers: [], body: ByteBuffer(), outcome: .ok)) }

    /// Takes over what of a state that was read expires. Times that are none are told of, once.
    func useExpiry(of outline: StateOutline) {
        useExpiry(outline.expiry)
        guard outline.strayTimes > 0, !hasToldOfTimes else { return }
        hasToldOfTimes = true
        services.note(
            .warning, sandbox: name,
            "\(outline.strayTimes) of the times at which parts of the state were to expire are before 1970 or later than a Date can be, as "
                + "older versions of Ringbox stored them: they count as the nearest times that there are")
    }

    private func useExpiry(_ schedule: ExpirySchedule) {
        mayExpire = !schedule.isEmpty
        expiry.use(schedule)
    }

    /// Follows a change that is stored.
    func noteExpiry(_ change: ReportCheck.StoredChange) {
        if change.setsExpiry { mayExpire = true }
        if mayExpire { expiry.note(change.patch) }
    }

    /// Reads anew what expires, after an edit by hand.
    func reloadExpiry() async {
        do {
            useExpiry(try await reader.expiry(of: name) { self.goesOnLoading })
        } catch {
            guard goesOnLoading else { return }
            services.note(.error, sandbox: name, "what of the state expires cannot be read: \(error)")
        }
    }

    /// Has the worker remove what is due, as a turn like others.
    func expire(_ places: ExpiredPlaces) {
        guard !hasEnded, let served else { return expiry.removed(places, succeeded: false) }
        let request = IncomingRequest(method: "EXPIRE", path: "/", query: "", body: places.body, peer: "", received: clock.now)
        let expiry = expiry
        let turn = Turn(
            id: services.nextTurn(), request: request, time: SandboxServices.now,
            deadline: clock.now.advanced(by: served.bundle.settings.limits.wall), isExpiry: true
        ) { reply in
            expiry.removed(places, succeeded: reply.outcome == .ok)
        }
        waiting.append(turn)
        pump()
        sweepLater()
    }
}
