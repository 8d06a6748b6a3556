import ScriptEngine

/// An engine without anything of the worker's: what JavaScript itself makes of a program, and of a patch.
struct PlainRealm {
    private let run: ScriptFunction
    private let apply: ScriptFunction

    /// - Parameter programs: The text of `Scripts/programs.js`.
    init(programs: String) throws {
        let realm = ScriptEngine().makeRealm(named: "plain")
        let patches = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/reference-patch.js")
        let code = "(name) => { const module = {}; \(programs) \(patches) return name === 'run' ? runPlain : applyPatch; }"
        run = try realm.function(evaluating: "(\(code))('run')", file: "programs.js")
        apply = try realm.function(evaluating: "(\(code))('apply')", file: "reference-patch.js")
    }

    /// What a program does to the document `before`: JSON with its results, and the text of the document after it.
    func run(on before: String, seed: Int, steps: Int, rules: String) throws -> String? {
        try run.callReturningText(.text(before), .number(Double(seed)), .number(Double(steps)), .text(rules))
    }

    /// The text of what a patch makes of a document.
    func apply(_ patch: String, to document: String) throws -> String? {
        try apply.callReturningText(.text(document), .text(patch))
    }
}
