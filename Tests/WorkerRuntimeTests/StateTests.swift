import JSONText
import StateStore
import TestSupport
import Testing
import WorkerProtocol

/// `state` as handlers use it.
@Suite(.ownThreads)
struct StateTests {
    @Test(arguments: [
        ("state.n = 1", #"[{"op":"add","path":"/n","value":1}]"#),
        ("state.a.b.c = 'x'", #"[{"op":"replace","path":"/a/b/c","value":"x"}]"#),
        ("delete state.a.b", #"[{"op":"remove","path":"/a/b"}]"#),
        ("state.list.push({id: 4})", #"[{"op":"add","path":"/list/-","value":{"id":4}}]"#),
        ("state.list[1] = 'z'", #"[{"op":"replace","path":"/list/1","value":"z"}]"#),
        ("state.list.shift()", #"[{"op":"remove","path":"/list/0"}]"#),
        (
            "state.list.length = 0",
            #"[{"op":"remove","path":"/list/2"},{"op":"remove","path":"/list/1"},{"op":"remove","path":"/list/0"}]"#
        ),
        (
            "state.list[5] = 1",
            #"[{"op":"add","path":"/list/-","value":null},{"op":"add","path":"/list/-","value":null},{"op":"add","path":"/list/-","value":1}]"#
        ),
        ("state.deep[0].push(1); state.deep[0].shift()", #"[{"op":"replace","path":"/deep/0/0","value":1}]"#),
        ("state['a/b~c'] = 1", #"[{"op":"add","path":"/a~1b~0c","value":1}]"#),
        ("state.a.b = state.a.b", ""),
        ("state.n = 1; delete state.n", ""),
        ("state.x ||= []; state.x.push(1)", #"[{"op":"add","path":"/x","value":[1]}]"#),
        ("state.moved = state.a; delete state.a", #"[{"op":"remove","path":"/a"},{"op":"add","path":"/moved","value":{"b":{"c":"d"}}}]"#),
        ("state.u = undefined; state.when = new Date(0)", #"[{"op":"add","path":"/when","value":"1970-01-01T00:00:00.000Z"}]"#),
        ("const t = state.a; delete state.a; t.b.c = 1", #"[{"op":"remove","path":"/a"}]"#),
        (
            "global.state = {fresh: true}",
            #"[{"op":"remove","path":"/a"},{"op":"remove","path":"/list"},{"op":"remove","path":"/deep"},{"op":"add","path":"/fresh","value":true}]"#
        ),
        (
            "Object.assign(state.a, {x: 1}); state.a.b.c += '!'",
            #"[{"op":"add","path":"/a/x","value":1},{"op":"replace","path":"/a/b/c","value":"d!"}]"#
        ),
    ])
    func aTurnsChangesBecomeAPatch(statement: String, patch: String) throws {
        let worker = try TestWorker()
        let before = #"{"a":{"b":{"c":"d"}},"list":[1,2,3],"deep":[[0]]}"#
        let reply = try worker.answer("function (req, state) { \(statement); return { after: state } }", state: before)
        #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
        #expect(reply.patch == patch)
    }

    @Test(arguments: [
        ("state.f = () => 1", "TypeError: state.f: functions cannot be stored"),
        ("state.calls = {c7: {done: Symbol('x')}}", "TypeError: state.calls.c7.done: symbols cannot be stored"),
        ("state.a = [1, NaN]", "TypeError: state.a[1]: NaN cannot be stored"),
        ("state['имя и'] = 1n", #"TypeError: state["имя и"]: BigInts cannot be stored"#),
        ("state.m = {x: new Map()}", "TypeError: state.m.x: a Map cannot be stored"),
        ("state.p = Promise.resolve(1)", "TypeError: state.p: a promise (await it first) cannot be stored"),
        ("state.b = new Uint8Array(2)", "TypeError: state.b: a typed array cannot be stored"),
        ("const o = {}; o.o = o; state.o = o", "TypeError: state.o.o: a cycle cannot be stored"),
        ("Object.defineProperty(state, 'g', {get() { return 1 }})", "TypeError: state.g: only plain values can be stored"),
        ("state[Symbol.iterator] = 1", "TypeError: state: symbols cannot be stored as keys"),
        ("Object.freeze(state)", "TypeError: state cannot be frozen or sealed"),
        ("Object.setPrototypeOf(state, null)", "TypeError: state: a prototype cannot be stored"),
        ("let d = 1; for (let i = 0; i < 512; i++) d = [d]; state.d = d", "more than 512 levels cannot be stored"),
        ("let d = {}; for (let i = 0; i < 600; i++) { d.d = d = {}; state.d ??= d }", "more than 512 levels cannot be stored"),
        ("state.a = {[Symbol('x')]: 1}", "TypeError: state.a: a symbol as a key cannot be stored"),
        ("state.a = {b: Object.assign([1], {name: 2})}", "TypeError: state.a.b.name: what is no element of an array cannot be stored"),
        ("state.a = Object.create({b: 1})", "TypeError: state.a: an object that inherits from another one cannot be stored"),
        (#"state['\ud800'] = 1"#, #"TypeError: state["\ud800"]: a key with half of a surrogate pair cannot be stored"#),
        (#"state.a = [{'x\udc00': 1}]"#, #"TypeError: state.a[0]["x\udc00"]: a key with half of a surrogate pair cannot be stored"#),
        // Inside of what the request has just made.
        ("state.z = {}; state.z.up = state", "TypeError: state.z.up.z: a cycle cannot be stored"),
        ("state.z = {}; state.z.f = () => 1", "TypeError: state.z.f: functions cannot be stored"),
        ("state.z = {}; state.z.__proto__ = {a: 1}", "TypeError: state.z: an object that inherits from another one cannot be stored"),
        ("state.z = []; state.z.name = 1", "TypeError: state.z.name: what is no element of an array cannot be stored"),
        ("state.z = {y: []}; state.z.y.push({[Symbol('x')]: 1})", "TypeError: state.z.y[0]: a symbol as a key cannot be stored"),
        (#"state.z = {}; state.z['\ud800'] = 1"#, #"TypeError: state.z["\ud800"]: a key with half of a surrogate pair cannot be stored"#),
        ("const z = {}; state.z = z; z.m = new Map()", "TypeError: state.z.m: a Map cannot be stored"),
        ("const z = {}; state.z = {y: z}; z.z = z", "TypeError: state.z.y.z: a cycle cannot be stored"),
        ("global.state = [1]", "TypeError: state must be an object"),
    ])
    func whatCannotBeStoredIsRefusedWithItsPath(statement: String, message: String) throws {
        let reply = try TestWorker().answer("function (req, state) { state.kept = 1; \(statement); return {} }")
        #expect(reply.ending == .threw)
        #expect(reply.failure?.summary.hasSuffix(message) == true, "\(reply.failure?.summary ?? "")")
        #expect(reply.patch.isEmpty)
    }

    /// Up to 512 levels, however they come there: at once, by and by, or by being moved.
    @Test func asManyLevelsAsPromisedFitAndNoMore() throws {
        let worker = try TestWorker()
        let code = """
            const nest = (levels) => { let made = {}; for (let level = 1; level < levels; level++) made = { a: made }; return made; };
            module.exports = (req, state) => {
              switch (req.query.step) {
                case "once": state.once = nest(511); break;
                case "by": { let part = state.by ??= {}; while (part.a) part = part.a; part.a = {}; break; }
                case "move": state.low = nest(510); break;
                case "down": state.box = {}; state.box.x = { low: state.low }; break;
                case "taken": { const { low } = state; delete state.low; state.box = { x: low }; break; }
                case "deep": { let part = state.once; while (part.a) part = part.a; part.a = {}; }
              }
              return {};
            };
            """
        try #require(try worker.load([("a.js", code)]).failure == nil)
        func step(_ name: String) throws -> TestWorker.Reply { try worker.run(request: #"{"query":{"step":"\#(name)"}}"#) }
        for name in ["once", "move", "taken"] {
            let reply = try step(name)
            #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
            // What the host reads, too.
            #expect(throws: Never.self) { try StatePatch(parsing: Array(reply.patch.utf8)) }
        }
        try worker.rewind(1)
        for name in ["deep", "down"] {
            #expect(try step(name).failure?.message.hasSuffix("more than 512 levels cannot be stored") == true, "\(name)")
        }
        for _ in 0..<510 { try #require(try step("by").ending == .returned) }
        #expect(try step("by").failure?.message.hasSuffix("more than 512 levels cannot be stored") == true)
    }

    @Test func zeroHasNoSignFromTheMomentItIsWritten() throws {
        let worker = try TestWorker()
        let handler = """
            function (req, state) {
              const before = JSON.stringify(state, (key, value) => Object.is(value, -0) ? "minus" : value);
              state.n = -0; state.list.push(-0); state.list.unshift(-0); state.list.fill(-0, 0, 1); state.o = { x: -0, y: [-0] };
              return [before, Object.is(state.n, 0), Object.is(state.list[0], 0), Object.is(state.list.at(-1), 0)];
            }
            """
        _ = try worker.answer(handler, state: #"{"list":[1]}"#)
        #expect(try worker.run().body == #"["{\"list\":[0,1,0],\"n\":0,\"o\":{\"x\":0,\"y\":[0]}}",true,true,true]"#)
    }

    /// A key that goes and comes back is the last one; nothing is stored when it was that already.
    @Test(arguments: [
        ("const {z} = state; delete state.z; state.z = z", ""), ("delete state.z; state.z = 3", ""),
        ("const {y, z} = state; delete state.y; state.y = y; delete state.z; state.z = z", ""),
        ("const {y} = state; delete state.y; state.y = y", #"[{"op":"remove","path":"/y"},{"op":"add","path":"/y","value":{"n":1}}]"#),
        ("delete state.z; state.z = 4", #"[{"op":"remove","path":"/z"},{"op":"add","path":"/z","value":4}]"#),
        // Another object, at a place where something may have been to expire.
        (
            "delete state.x; delete state.z; state.x = {}; state.z = 3",
            #"[{"op":"remove","path":"/x"},{"op":"remove","path":"/z"},{"op":"add","path":"/x","value":{}},{"op":"add","path":"/z","value":3}]"#
        ),
        // An index is before all other keys by itself.
        ("state.y = {...state.y, 7: 1}", #"[{"op":"add","path":"/y/7","value":1}]"#),
    ])
    func aKeyThatComesBackIsTheLastOne(statement: String, patch: String) throws {
        let reply = try TestWorker().answer("function (req, state) { \(statement); return {} }", state: #"{"x":{},"y":{"n":1},"z":3}"#)
        #expect(reply.patch == patch)
    }

    /// What changes in most places is written whole.
    @Test(arguments: [
        ("state.list.fill(2)", #"[{"op":"replace","path":"/list","value":[2,2,2"#, 200_100),
        ("for (let i = 0; i < 1e5; i++) state.list[i] = i % 10", #"[{"op":"replace","path":"/list","value":[0,1,2"#, 200_100),
        ("for (const key in state.map) state.map[key] = 2", #"[{"op":"replace","path":"/map","value":{"k0":2,"k1":2"#, 900_000),
        ("for (const item of state.items) item.n++", #"[{"op":"replace","path":"/items","value":[{"n":2},{"n":2}"#, 160_100),
        (
            "for (const key in state.map) state.map[key] = 2; state.list[3] = 9; state.items[7].n = 5",
            #"[{"op":"replace","path":"/map","value":{"k0":2"#, 900_000
        ),
        (
            "for (let i = 0; i < 40; i++) state.list[i * 2000] = 7",
            #"[{"op":"replace","path":"/list/0","value":7},{"op":"replace","path":"/list/2000","#, 2_000
        ),
    ])
    func aLargeContainerThatChangesInPlaceIsWrittenWholeWhereThatIsShorter(statement: String, start: String, length: Int) throws {
        let worker = try TestWorker()
        let map = (0..<60_000).map { #""k\#($0)":1"# }.joined(separator: ",")
        let list = "[\(Array(repeating: "1", count: 100_000).joined(separator: ","))]"
        let items = "[\(Array(repeating: #"{"n":1}"#, count: 20_000).joined(separator: ","))]"
        let report = try worker.load(
            [("a.js", "module.exports = (req, state) => { \(statement); return {} }")],
            state: #"{"list":\#(list),"map":{\#(map)},"items":\#(items)}"#, stateLimit: 4_000_000, patchLimit: 4_000_000)
        try #require(report.failure == nil)
        let reply = try worker.run(budget: 20_000_000)
        #expect(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
        // Not the patch itself: it would be printed.
        let isAsExpected = reply.patch.hasPrefix(start)
        #expect(isAsExpected, "\(reply.patch.prefix(200))")
        #expect(reply.patch.utf8.count < length)
    }

    @Test func keysThatNameParts_ofObjectsAreData() throws {
        let worker = try TestWorker()
        let reply = try worker.answer(
            "function (req, state) { state['__proto__'] = {x: 1}; state.constructor = 2; state.toJSON = 3; return Object.keys(state) }")
        #expect(reply.body == #"["__proto__","constructor","toJSON"]"#)
        #expect(try worker.run().body == #"["__proto__","constructor","toJSON"]"#)
    }

    @Test func aTurnThatThrowsLeavesNothingBehind() throws {
        let worker = try TestWorker()
        let handler = """
            function (req, state) {
              if (req.query.fail) { state.list.push(9); state.list.shift(); delete state.a; state.b.c.d = 2; null.x; }
              return state;
            }
            """
        let before = #"{"a":1,"list":[1,2],"b":{"c":{"d":1}}}"#
        let first = try worker.answer(handler, state: before, request: #"{"query":{"fail":"1"}}"#)
        #expect(first.ending == .threw && first.patch.isEmpty)
        let after = try worker.run(request: #"{"query":{}}"#)
        #expect(try JSONValue(parsing: after.body) == JSONValue(parsing: before))
    }

    @Test func jsonRulesForgiveWhatJSONStringifyForgives() throws {
        let worker = try TestWorker()
        let code =
            "Sandbox.define('/', (req, res) => { state.f = () => 1; state.n = [NaN, undefined]; state.m = new Map(); res.json(state) })"
        #expect(try worker.load([("main.js", code)], main: "main.js", rules: .json).failure == nil)
        let reply = try worker.run()
        #expect(reply.patch == #"[{"op":"add","path":"/n","value":[null,null]},{"op":"add","path":"/m","value":{}}]"#)
    }

    @Test func aNodeThatAModuleKeepsShowsTheTurnThatRuns() throws {
        let worker = try TestWorker()
        let code = "const list = state.list; module.exports = () => { list.push(list.length); return list }"
        #expect(try worker.load([("a.js", code)], state: #"{"list":[]}"#).failure == nil)
        #expect(try worker.run().body == "[0]")
        #expect(try worker.run().body == "[0,1]")
        try worker.rewind(1)
        #expect(try worker.run().body == "[0,1]")
    }

    @Test func changesWhileLoadingAreReported() throws {
        let report = try TestWorker().load([("a.js", "state.users = state.users || []; module.exports = () => 1")])
        #expect(String(decoding: report.patch, as: UTF8.self) == #"[{"op":"add","path":"/users","value":[]}]"#)
    }

    @Test func stateIsClosedOnceTheTurnHasEnded() throws {
        let worker = try TestWorker()
        let code =
            "let kept; module.exports = (req, state) => { if (kept) return kept(); kept = () => state.a; return new Promise(() => {}) }"
        #expect(try worker.load([("a.js", code)]).failure == nil)
        #expect(try worker.run().ending == .unsettled)
        // The kept closure belongs to a turn that is over, and `state` is the view of the one that runs.
        #expect(try worker.run().ending == .nothing)
    }

    /// Random changes: the patch leads from the document before to the document after, and undoing leads back.
    @Test(arguments: 1...12)
    func patchesAndUndoAgreeWithWhatAHandlerSees(seed: Int) throws {
        let worker = try TestWorker()
        #expect(try worker.load([("a.js", Self.randomChanges)]).failure == nil)
        var document: JSONValue = [:]
        for step in 1...40 {
            let request = #"{"query":{"seed":\#(seed * 1_000 + step)}}"#
            let reply = try worker.run(request: request)
            try #require(reply.ending == .returned, "\(reply.failure?.summary ?? "")")
            let seen = try JSONValue(parsing: reply.body)
            #expect(seen["model"] == seen["state"], "the same statements on a plain object, step \(step)")
            var patched = document
            if !reply.patch.isEmpty { try StatePatch(parsing: Array(reply.patch.utf8)).apply(to: &patched) }
            #expect(patched == seen["state"], "step \(step): \(reply.patch)")
            if step % 3 == 0 {
                try worker.rewind(1)
                let look = try worker.run(request: #"{"query":{}}"#)
                #expect(try JSONValue(parsing: look.body)["state"] == document, "undone step \(step)")
            } else {
                document = patched
            }
        }
    }

    /// Does the same random statements to `state` and to a plain copy of it.
    private static let randomChanges = """
        module.exports = function (req, state) {
          if (req.query.seed === undefined) return { state };
          let random = req.query.seed;
          const next = (limit) => { random = (random * 1103515245 + 12345) & 0x7fffffff; return (random >> 8) % limit; };
          const model = JSON.parse(JSON.stringify(state));
          const places = (root) => { const all = []; (function walk(node) { all.push(node); for (const key of Object.keys(node)) if (typeof node[key] === 'object' && node[key]) walk(node[key]); })(root); return all; };
          const make = () => [1, 'два', null, true, {}, [], { k: 1, l: [1, 2] }, [[1], { z: 0 }]][next(8)];
          for (let count = 1 + next(6); count > 0; count--) {
            const at = next(1e6), what = next(9), key = 'k' + next(4), index = next(4), value = make();
            for (const root of [state, model]) {
              const all = places(root), node = all[at % all.length], copy = JSON.parse(JSON.stringify(value));
              if (!Array.isArray(node)) { if (what < 6) node[key] = copy; else delete node[key]; continue; }
              switch (what) {
                case 0: case 1: case 2: node.push(copy); break;
                case 3: if (index < node.length) node[index] = copy; break;
                case 4: node.shift(); break;
                case 5: node.splice(index, 1, copy, copy); break;
                case 6: node.reverse(); break;
                case 7: node.sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1); break;
                default: node.length = Math.min(node.length, index);
              }
            }
          }
          return { state, model };
        };
        """
}
