extension CallTest {
    /// Plays the call on a clock that is turned, and compares as it goes on. What is to be in the state is not looked at
    /// (``CallTestResult/compare(_:with:)``).
    package func run(_ scenario: Scenario, client: any HandlerClient) async -> CallTestResult {
        var call = ScriptedCall(scenario, facts, client: client, script: CallTestScript(self))
        let finish = await call.run()
        return CallTestResult(finish: finish, notes: call.steps, failure: call.script.outcome())
    }
}
