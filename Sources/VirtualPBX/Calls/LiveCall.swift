/// Runs a call in real time: on a line, with a client that asks the handlers.
package final class LiveCall {
    /// Where the line tells what happens.
    package let inbox: CallInbox
    private let items: AsyncStream<CallInbox.Item>
    private var engine: CallEngine
    private let client: any HandlerClient
    private let clock = ContinuousClock()
    private var start: ContinuousClock.Instant
    /// For each timer that runs, the how manieth it is.
    private var timers: [CallTimer: Int] = [:]
    private var timerCount = 0
    /// What waits: timers and the question. Ended with the call.
    private var tasks: [Task<Void, Never>] = []
    private var question: Task<Void, Never>?

    package init(_ scenario: Scenario, _ facts: CallFacts, client: any HandlerClient) {
        engine = CallEngine(scenario, facts)
        self.client = client
        let (items, continuation) = AsyncStream<CallInbox.Item>.makeStream()
        self.items = items
        inbox = CallInbox(continuation)
        start = clock.now
    }

    /// Plays the call to its end. To be called once. The cancellation of the task is the caller's hanging up.
    package func run(on line: any CallLine) async -> FinishReason {
        start = clock.now
        defer {
            inbox.close()
            question?.cancel()
            for task in tasks { task.cancel() }
        }
        let inbox = inbox
        return await withTaskCancellationHandler {
            await perform(engine.start(), on: line)
            var items = items.makeAsyncIterator()
            while engine.finish == nil, let item = await items.next() {
                switch item {
                case .event(let event): await perform(engine.handle(event, at: now), on: line)
                case .timer(let timer, let count):
                    // Otherwise it was stopped or set anew in the moment in which it was over.
                    guard timers[timer] == count else { continue }
                    timers[timer] = nil
                    await perform(engine.handle(.timeIsUp(timer), at: now), on: line)
                }
            }
            return engine.finish ?? .caller
        } onCancel: {
            inbox.tell(.callerHungUp)
        }
    }

    private var now: Duration { start.duration(to: clock.now) }

    private func perform(_ actions: [CallAction], on line: any CallLine) async {
        for action in actions {
            switch action {
            case .startTimer(let timer, let duration):
                begin(timer, duration)
                await line.timerChanged(timer, to: duration)
            case .stopTimer(let timer):
                guard timers.removeValue(forKey: timer) != nil else { continue }
                await line.timerChanged(timer, to: nil)
            case .ask(let request): ask(request)
            case .stopAsking:
                question?.cancel()
                question = nil
            default: await line.perform(action, at: now)
            }
        }
    }

    private func begin(_ timer: CallTimer, _ duration: Duration) {
        timerCount += 1
        timers[timer] = timerCount
        let (inbox, count) = (inbox, timerCount)
        tasks.append(
            Task {
                // Ended with the call, when nobody listens any more.
                try? await Task.sleep(for: duration)
                inbox.tell(.timer(timer, count))
            })
    }

    private func ask(_ request: HandlerRequest) {
        let (inbox, client) = (inbox, client)
        question = Task {
            // The engine has a timer of its own for it.
            guard let reply = await client.ask(request, timeout: .seconds(3600)) else { return }
            inbox.tell(.replied(reply, number: request.number))
        }
    }
}
