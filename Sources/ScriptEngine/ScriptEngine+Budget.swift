internal import CJavaScriptCore

extension ScriptEngine {
    /// How much CPU time passes between two looks at the account, while a script runs.
    private static var tick: Duration { .milliseconds(10) }

    /// The shortest limit that is set.
    ///
    /// A limit that is reached while the engine is still dealing with the one before aborts the process: the two threads
    /// disagree about whether a stop is asked for.
    private static var shortestLimit: Duration { .milliseconds(2) }

    /// The most frames of a stopped script that are kept.
    private static var backtraceLength: UInt32 { 32 }

    /// Runs `body`, and stops the scripts in it once `body` has used `budget` of CPU time.
    ///
    /// The account is that of the calling thread over the whole `body`: scripts, the promise jobs they leave behind, and
    /// Swift code. It is looked at every 10 ms of CPU time that a script runs without a break, and before every call into a
    /// script. A budget inside of another one is charged to both.
    ///
    /// The engine can only stop all scripts at once. A budget that is spent inside of a host function stops the scripts that
    /// called the host function as well, within some 2 ms, and they end in the same error.
    ///
    /// What it does not stop:
    /// - Native code inside of the engine. A regular expression, a sort or `JSON.stringify` runs to its end first.
    /// - Time spent waiting. A host function that sleeps costs nothing.
    /// - A chain of promise jobs that are each short. The engine counts anew for each job, so
    ///   `(async () => { for (;;) await 0 })()` is never stopped: only ending the process ends it.
    ///
    /// After a stop the engine and its realms can be used again. The stopped script's `catch` and `finally` blocks do not
    /// run, so that its data may be half changed.
    ///
    /// Under a budget each entry into the virtual machine costs 0.7 to 1 µs more, for reading the thread's CPU clock: each
    /// outermost call, and each promise job. The scope itself costs another 1 µs.
    ///
    /// - Parameters:
    ///   - budget: CPU time; more than zero.
    ///   - onTick: Called with the CPU time used when the account is looked at while a script runs. It must not call
    ///     into the engine.
    /// - Throws: ``ScriptError/timedOut(budget:used:frames:)`` if a script was stopped or kept from starting, whatever `body`
    ///   makes of that; else what `body` throws.
    package func withBudget<Result: ~Copyable>(
        _ budget: Duration, onTick: ((_ used: Duration) -> Void)? = nil, _ body: () throws(ScriptError) -> Result
    ) throws(ScriptError) -> Result {
        let outer = account
        let own = BudgetAccount(budget: budget, parent: outer, onTick: onTick)
        account = own
        armWatchdog(outer.map { min($0.remaining, budget) } ?? budget)
        defer {
            account = outer
            rearmWatchdog()
        }
        let result: Result
        do {
            result = try body()
        } catch {
            throw own.isSpent ? own.error : error
        }
        if own.isSpent { throw own.error }
        return result
    }

    /// Makes the engine's watchdog, without a limit.
    ///
    /// The engine makes it with the first limit, and it works from the next entry on: a first budget inside of a host function
    /// would stop nothing.
    func makeWatchdog() {
        armWatchdog(.seconds(1))
        JSContextGroupClearExecutionTimeLimit(group)
    }

    /// Begins a call into the virtual machine; ``leave(_:)`` ends it.
    ///
    /// - Throws: ``ScriptError/timedOut(budget:used:frames:)``, and nothing begins, if a budget is used up.
    func enter() throws(ScriptError) {
        if let stop { throw stop }
        if let account, account.check() { throw account.error }
        entryDepth += 1
    }

    /// Ends a call into the virtual machine that was made in `context`.
    ///
    /// - Returns: Why it was stopped, if it was.
    func leave(_ context: JSGlobalContextRef) -> ScriptError? {
        entryDepth -= 1
        guard let stop else { return nil }
        if entryDepth == 0 {
            swallowTermination(in: context)
            // Not before: promise jobs that are left may have to be stopped as well.
            self.stop = nil
        }
        rearmWatchdog()
        return stop
    }

    /// Lets a script be stopped that does not matter.
    ///
    /// When the promise jobs are stopped, after the script itself has returned, the engine keeps the stop for the next entry.
    /// A new context cannot be made then: the process would abort.
    private func swallowTermination(in context: JSGlobalContextRef) {
        let nothing = EngineString("0")
        for _ in 0..<4 {
            var exception: JSValueRef?
            _ = JSEvaluateScript(context, nothing.ref, nil, nil, 1, &exception)
            if exception == nil { return }
        }
    }

    private func rearmWatchdog() {
        if stop != nil {
            armWatchdog(.zero)
        } else if let account {
            armWatchdog(account.remaining)
        } else {
            JSContextGroupClearExecutionTimeLimit(group)
        }
    }

    private func armWatchdog(_ remaining: Duration) {
        let next = max(min(remaining, ScriptEngine.tick), ScriptEngine.shortestLimit)
        // The engine outlives the limit, which belongs to its own group.
        let data = Unmanaged.passUnretained(self).toOpaque()
        JSContextGroupSetExecutionTimeLimit(
            group, next / .seconds(1),
            { context, data in
                guard let context, let data else { return false }
                return Unmanaged<ScriptEngine>.fromOpaque(data).takeUnretainedValue().mustTerminate(context)
            }, data)
    }

    private func mustTerminate(_ context: JSContextRef) -> Bool {
        if stop == nil, let account, account.check() {
            account.stopped(at: frames(in: context))
            stop = account.error
        }
        // A limit that was reached is gone and has to be set again, after a stop as well: getters of what was thrown, and the
        // callers of a host function that swallows the stop, are to be stopped, too.
        guard stop == nil else {
            armWatchdog(.zero)
            return true
        }
        guard let account else { return false }
        account.onTick?(account.used)
        armWatchdog(account.remaining)
        return false
    }

    private func frames(in context: JSContextRef) -> [ScriptException.Frame] {
        guard let text = JSContextCreateBacktrace(context, ScriptEngine.backtraceLength) else { return [] }
        return ScriptException.Frame.parse(backtrace: EngineString(adopting: text).text(limit: ScriptException.textLimit))
    }
}
