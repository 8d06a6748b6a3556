import Foundation
import Synchronization
import TestSupport

/// A thread with a connection of its own that asks again and again, each time for the next number, until it is told to stop
/// or the host is gone.
final class Caller: Sendable {
    private struct State {
        var ids: [String] = []
        var answers: [HTTPAnswer] = []
        var failure: String?
        var isStopped = false
    }

    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    /// - Parameter target: The number of the request is appended to it.
    init(port: Int, target: String) {
        let thread = Thread { [self] in
            ask(port: port, target: target)
            finished.signal()
        }
        thread.start()
    }

    var hasAcknowledged: Bool { state.withLock { !$0.ids.isEmpty } }

    /// Waits for the end and returns the ids (what follows `id=`) of the requests that were answered with 200.
    func acknowledged() -> [String] {
        finished.wait()
        return state.withLock { $0.ids }
    }

    /// Lets the thread end and returns all answers, and what went wrong with the connection.
    func stop() -> (answers: [HTTPAnswer], failure: String?) {
        state.withLock { $0.isStopped = true }
        finished.wait()
        return state.withLock { ($0.answers, $0.failure) }
    }

    private func ask(port: Int, target: String) {
        do {
            let connection = try HTTPConnection(port: port)
            var number = 0
            while !state.withLock({ $0.isStopped }) {
                number += 1
                let url = "\(target)\(number)"
                let answer = try connection.request("GET", url)
                state.withLock { state in
                    state.answers.append(answer)
                    if answer.status == 200, let id = url.components(separatedBy: "id=").last { state.ids.append(id) }
                }
            }
        } catch {
            state.withLock { $0.failure = "\(error)" }
        }
    }
}
