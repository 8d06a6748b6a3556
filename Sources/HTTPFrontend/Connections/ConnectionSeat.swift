/// One connection among those of its server.
struct ConnectionSeat {
    let place: ConnectionCount.Place
    private let number: UInt64
    private let count: ConnectionCount

    /// - Parameter close: Called once, on any thread, when the connection has to give way.
    init(_ count: ConnectionCount, close: @escaping @Sendable () -> Void) {
        self.count = count
        (place, number) = count.enter(close: close)
    }

    /// Says that the connection is no stranger's.
    func prove() { count.prove(number) }

    func leave() { count.leave(number, place) }
}
