import NIOCore
import Synchronization

/// How many connections a server has, and may have.
///
/// A connection is a stranger's until it has shown that somebody means it: by a request, or where only operators come, by their token.
/// When all places are taken, the stranger who came first gives way to whoever comes.
package final class ConnectionCount: Sendable {
    /// Whether there is a place for a connection.
    enum Place: Sendable {
        case within
        /// One too many, which gets to know that.
        case over
        /// One of so many too many that it is closed without a word: each that is told something is open for a while.
        case beyond
    }

    fileprivate struct State {
        /// Those that have a place, and those that have none.
        var within = 0
        var over = 0
        var last: UInt64 = 0
        /// What closes the connections of strangers, by number.
        var strangers: [UInt64: @Sendable () -> Void] = [:]
        /// Numbers as they came, those of strangers among them.
        var order = CircularBuffer<UInt64>()
        /// Connections that gave way and are not closed yet.
        var leaving: Set<UInt64> = []
    }

    /// How many connections over the limit are told so at the same time.
    private static let toldLimit = 64

    package let limit: Int
    private let state = Mutex(State())

    package init(limit: Int) { self.limit = limit }

    /// Counts a connection in. It has to ``leave(_:_:)`` in any case.
    ///
    /// - Parameter close: Called once, on any thread, when the connection has to give way before it was ``prove(_:)``d.
    func enter(close: @escaping @Sendable () -> Void) -> (place: Place, number: UInt64) {
        let (place, number, victim) = state.withLock { state -> (Place, UInt64, (@Sendable () -> Void)?) in
            let victim = state.within < limit ? nil : state.takeFirstStranger()
            state.last += 1
            guard state.within < limit else {
                state.over += 1
                return (state.over <= Self.toldLimit ? .over : .beyond, state.last, victim)
            }
            state.within += 1
            state.strangers[state.last] = close
            state.order.append(state.last)
            return (.within, state.last, victim)
        }
        victim?()
        return (place, number)
    }

    /// Notes that a connection is no stranger's.
    func prove(_ number: UInt64) { state.withLock { $0.strangers[number] = nil } }

    func leave(_ number: UInt64, _ place: Place) {
        state.withLock { state in
            guard place == .within else {
                state.over -= 1
                return
            }
            state.strangers[number] = nil
            if state.leaving.remove(number) == nil { state.within -= 1 }
            state.forgetOthers()
        }
    }
}

extension ConnectionCount.State {
    fileprivate mutating func takeFirstStranger() -> (@Sendable () -> Void)? {
        while let number = order.popFirst() {
            guard let close = strangers.removeValue(forKey: number) else { continue }
            leaving.insert(number)
            within -= 1
            return close
        }
        return nil
    }

    /// Drops the numbers of those who are no strangers when they are most of them.
    fileprivate mutating func forgetOthers() {
        guard order.count > 2 * strangers.count + 64 else { return }
        let strangers = strangers
        order.removeAll { strangers[$0] == nil }
    }
}
