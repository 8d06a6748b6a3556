import Synchronization

/// A client some of whose questions come to nothing, on purpose.
final class FaultyClient: HandlerClient {
    private let client: any HandlerClient
    private let faults: [Int: CallFault]
    private let count = Mutex(0)

    /// - Parameter faults: By how manieth the question is, from 1.
    init(_ client: any HandlerClient, faults: [Int: CallFault]) {
        self.client = client
        self.faults = faults
    }

    func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? {
        let number = count.withLock { count in
            count += 1
            return count
        }
        if let fault = faults[number] { return fault.reply }
        return await client.ask(request, timeout: timeout)
    }
}
