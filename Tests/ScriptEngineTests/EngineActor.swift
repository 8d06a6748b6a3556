/// Runs tests on one thread with a large stack, as the worker's main thread has.
@globalActor
actor EngineActor {
    static let shared = EngineActor()

    private let thread = EngineThread()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
}
