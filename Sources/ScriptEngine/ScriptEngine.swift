internal import CJavaScriptCore

/// A JavaScript virtual machine: one heap, any number of realms.
///
/// A machine and everything made from it belongs to one thread, which makes it, uses it and lets it go; nothing here is
/// `Sendable`. The thread needs a stack of at least 8 MiB: the engine lets scripts use 5 MiB of it, and what runs on top of
/// them, host functions included, needs room as well.
///
/// Promise jobs run before the outermost call into a script returns. A call that a host function makes back into a script
/// leaves its jobs to the outermost one.
package final class ScriptEngine {
    let group: JSContextGroupRef
    /// The class of all host functions of this engine.
    let hostFunctionClass: JSClassRef
    /// The innermost budget that is being spent, if any.
    var account: BudgetAccount?
    /// Why the scripts that are running are being stopped, until the outermost of them has ended.
    var stop: ScriptError?
    /// How many calls into the virtual machine are under way, one inside of the other.
    var entryDepth = 0
    /// The realm made last, if it still lives, and a context without a realm: for questions that need just any context.
    private weak var latestRealm: ScriptRealm?
    private var ownContext: JSGlobalContextRef?

    /// Sets the options of the engine, once in a process.
    ///
    /// - `usePollingTraps`: compiled code looks for itself whether it has to stop. Without, the watchdog patches it from another
    ///   thread, which can take long: `(function f() { try { f() } finally { f() } })()` ran on for 3 to 23 s.
    /// - `useWasm`: WebAssembly is a second compiler, and its memory counts nowhere in the heap.
    /// - `useSharedArrayBuffer`: nothing shares memory with a script, and what it is for, `Atomics.wait`, blocks the thread.
    /// - `useShadowRealm`: a further realm, without what the host put into this one.
    /// - `forceRAMSize`: the engine lets a heap double before it collects garbage, as long as that is little of the machine's memory;
    ///   beyond half of this size it collects when a quarter has been added.
    private static let options: Void = {
        for (option, isOn) in [("usePollingTraps", true), ("useWasm", false), ("useSharedArrayBuffer", false), ("useShadowRealm", false)] {
            let isKnown = jsc_options_set_boolean(option, isOn ? 1 : 0) != 0
            precondition(isKnown, "this version of JavaScriptCore has no option \(option)")
        }
        let isKnown = jsc_options_set_size("forceRAMSize", ramSize) != 0
        precondition(isKnown, "this version of JavaScriptCore has no option forceRAMSize")
    }()

    /// The memory that the engine believes the machine to have, in bytes. With 48 MiB a search through 10,000 objects took half as
    /// long again, with 64 MiB a worker with a state of 12 MB grew beyond five times of that.
    private static let ramSize: UInt = 56 << 20

    package init() {
        ScriptEngine.options
        // JavaScriptCore ends the process itself when memory runs out; neither of the two returns NULL.
        guard let group = JSContextGroupCreate(), let hostFunctionClass = HostFunction.makeClass() else {
            preconditionFailure("JavaScriptCore made no virtual machine")
        }
        self.group = group
        self.hostFunctionClass = hostFunctionClass
        makeWatchdog()
    }

    deinit {
        if let ownContext { JSGlobalContextRelease(ownContext) }
        JSContextGroupRelease(group)
        JSClassRelease(hostFunctionClass)
    }

    /// Makes a realm: a global object and built-ins of its own, so that what a script does to `Object.prototype` stays in it.
    ///
    /// - Parameter name: A name for debuggers.
    /// - Precondition: No script is running. (While one is being stopped, making a realm would abort the process.)
    package func makeRealm(named name: String) -> ScriptRealm {
        precondition(entryDepth == 0, "a realm cannot be made by a host function")
        let realm = ScriptRealm(engine: self, name: name)
        latestRealm = realm
        return realm
    }

    /// Frees everything in the heap that nothing refers to, before it returns. Takes milliseconds, and more with a large heap.
    package func collectGarbage() {
        JSSynchronousGarbageCollectForDebugging(context)
    }

    /// The bytes that live objects and garbage not yet collected take in the heap, and what they hold outside of it.
    ///
    /// Looks at every object; not for a hot path.
    package var heapBytes: Int {
        // Objects made by the engine for this call: reading them runs no script and cannot throw.
        guard let statistics = JSGetMemoryUsageStatistics(context) else { return 0 }
        let name = EngineString("heapSize")
        let size = JSValueToNumber(context, JSObjectGetProperty(context, statistics, name.ref, nil), nil)
        return Int(exactly: size) ?? 0
    }

    /// Any context of this engine.
    var context: JSGlobalContextRef {
        if let latestRealm { return latestRealm.context }
        if let ownContext { return ownContext }
        guard let made = JSGlobalContextCreateInGroup(group, nil) else {
            preconditionFailure("JavaScriptCore made no context")
        }
        ownContext = made
        return made
    }
}
