internal import CJavaScriptCore

/// A global object with its built-ins, in which scripts are evaluated.
///
/// Values, functions and host functions of a realm keep it alive; it keeps its ``ScriptEngine`` alive. The closure of a host
/// function lives as long as the engine's heap does, so one that refers to the realm strongly keeps both for ever; the
/// ``HostCall`` that it gets has the realm.
package final class ScriptRealm {
    package let engine: ScriptEngine
    let context: JSGlobalContextRef
    let intrinsics: RealmIntrinsics

    /// Called with each promise that was rejected and that nothing handles, once no promise job is left.
    ///
    /// Runs inside of the call into the script that left the promise behind. Without it, rejections are kept for
    /// ``takeUnhandledRejections()``.
    package var onUnhandledRejection: ((ScriptException) -> Void)?
    private var rejections: [ScriptException] = []

    init(engine: ScriptEngine, name: String) {
        guard let context = JSGlobalContextCreateInGroup(engine.group, nil) else {
            preconditionFailure("JavaScriptCore made no context")
        }
        self.engine = engine
        self.context = context
        intrinsics = RealmIntrinsics(in: context)
        let name = EngineString(name)
        JSGlobalContextSetName(context, name.ref)
        watchRejections()
    }

    deinit {
        intrinsics.release(in: context)
        JSGlobalContextRelease(context)
    }

    /// The most rejections that are kept for ``takeUnhandledRejections()``; those after them are dropped.
    package static let keptRejections = 64

    /// The rejections that nothing handled since the last call, the oldest first.
    package func takeUnhandledRejections() -> [ScriptException] {
        defer { rejections = [] }
        return rejections
    }

    /// Allows or forbids `eval`, `new Function` and their like.
    ///
    /// - Parameter message: The message of the `EvalError` that a script gets.
    package func setEvalEnabled(_ enabled: Bool, message: String = "eval is not allowed here") {
        let message = EngineString(message)
        JSGlobalContextSetEvalEnabled(context, enabled, message.ref)
    }

    private func watchRejections() {
        let watcher = makeFunction(named: "") { call in
            call.realm.rejected(with: call.exception(at: 1))
            return .undefined
        }
        // The watcher is a function, so that setting it cannot throw.
        JSGlobalContextSetUnhandledRejectionCallback(context, watcher.ref, nil)
    }

    private func rejected(with exception: ScriptException) {
        if let onUnhandledRejection {
            onUnhandledRejection(exception)
        } else if rejections.count < ScriptRealm.keptRejections {
            rejections.append(exception)
        }
    }
}
