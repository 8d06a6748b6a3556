import PBXInstructions

extension CallEngine {
    mutating func dial(_ destinations: DestinationList, _ settings: TransferSettings, whisper: PlayedMessage?) {
        switch settings.order {
        case .simultaneous: ring(destinations, left: [], settings, whisper: whisper)
        case .sequential: ringNext(of: destinations.all, settings, whisper: whisper)
        }
    }

    /// Rings the first of `destinations`; returns false when there is none.
    @discardableResult
    private mutating func ringNext(of destinations: [Destination], _ settings: TransferSettings, whisper: PlayedMessage?) -> Bool {
        guard let first = DestinationList(Array(destinations.prefix(1))) else { return false }
        ring(first, left: Array(destinations.dropFirst()), settings, whisper: whisper)
        return true
    }

    private mutating func ring(
        _ destinations: DestinationList, left: [Destination], _ settings: TransferSettings, whisper: PlayedMessage?
    ) {
        let order = DialOrder(
            destinations: destinations, ringTime: settings.ringTime,
            callerID: settings.callerID == .caller ? facts.from : facts.to, whisper: whisper, number: nextNumber())
        note(.dialling(order))
        act(.dial(order))
        wait(.dialling(number: order.number, left: left, settings, whisper: whisper))
    }

    mutating func answered(_ destination: Destination, _ number: Int) {
        guard case .dialling(number, _, _, let whisper) = phase else { return }
        answer()
        if let whisper { note(.whisper(whisper)) }
        note(.connected(destination))
        wait(.talking(number: number))
    }

    mutating func notAnswered(_ failure: DialFailure, _ number: Int, at time: Duration) {
        guard case .dialling(number, let left, let settings, let whisper) = phase else { return }
        note(.notAnswered(failure))
        if ringNext(of: left, settings, whisper: whisper) { return }
        take("no answer", settings.noAnswer, orEnd: .transfer, because: failure.rawValue, at: time)
    }

    mutating func conversationEnded(_ number: Int) {
        guard case .talking(number) = phase else { return }
        end(.success)
    }
}
