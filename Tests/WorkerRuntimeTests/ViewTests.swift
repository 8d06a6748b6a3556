import TestSupport
import Testing
import WorkerProtocol

/// What turns that wait see of the state, and when they are in vain.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct ViewTests {
    @Test func aTurnThatWaitsSeesItsOwnChangesAndNobodyElseDoes() throws {
        let worker = try worker()
        try order(
            worker, "state.x = 1; state.list.push(9); delete state.gone; await next(); return [state.x, state.list, 'gone' in state]")
        try order(worker, "return [state.x ?? null, state.list, 'gone' in state]")
        #expect(try worker.nextReply().body == "[null,[1,2],true]")
        let reply = try worker.nextReply()
        #expect(reply.body == "[1,[1,2,9],false]")
        #expect(
            reply.patch == #"[{"op":"remove","path":"/gone"},{"op":"add","path":"/x","value":1},{"op":"add","path":"/list/-","value":9}]"#)
        #expect(try run(worker, "return [state.x, state.list, 'gone' in state]").body == "[1,[1,2,9],false]")
    }

    @Test func aTurnThatWaitsSeesWhatOthersChangeElsewhere() throws {
        let worker = try worker()
        #expect(try run(worker, "await wait(1)").ending == .nothing)
        try order(worker, "state.a.n += 1; await next(); return [state.a.n, state.b.n]")
        try order(worker, "state.b.n = 7; return 0")
        #expect(try [worker.nextReply().body, worker.nextReply().body] == ["0", "[2,7]"])
    }

    @Test(arguments: [
        ("state.a.n", "state.a.n = 5"), ("state.a.n = 4", "state.a.n = 5"), ("'z' in state.a", "state.a.z = 1"),
        ("Object.keys(state.a)", "state.a.z = 1"), ("Object.keys(state.a)", "delete state.a.n"), ("({...state.a})", "state.a.n = 5"),
        ("state.list.length", "state.list.push(1)"), ("state.list.map((x) => x)", "state.list[1] = 7"),
        ("state.list[0] = 1", "state.list.push(3)"),
        ("state.list.push(1)", "state.list.push(2)"), ("state.a.n", "state.a = {n: 2}"), ("state.a.missing", "state.a.missing = 1"),
        ("delete state.a.missing", "state.a.missing = 1"), ("JSON.stringify(state)", "state.b.n = 3"),
        ("globalThis.state = {a: {}}", "state.c = 1"),
        ("Object.getOwnPropertyDescriptor(state.a, 'n')", "state.a.n = 9"), ("state.list.length = 2", "state.list.push(3)"),
        // The order of keys is a part of what is read.
        ("Object.keys(state)[0]", "const {a} = state; delete state.a; state.a = a"),
        ("Reflect.ownKeys(state)", "const {a} = state; delete state.a; state.a = a"),
        ("Object.entries(state)", "const {a, b} = state; delete state.a; delete state.b; state.a = a; state.b = b"),
        ("JSON.stringify(state)", "const {b} = state; delete state.b; state.b = b"),
        ("for (const key in state);", "const {gone} = state; delete state.a; state.a = {n: 1}"),
        ("Object.keys(state)", "const {a, ...rest} = state; globalThis.state = {...rest, a}"),
        // Whether it expires there depends on where it is.
        ("const {a} = state; expire(a, '1h')", "const {a} = state; delete state.a; state.moved = a"),
    ])
    func aTurnIsInVainWhenAnotherOneChangesWhatItDependsOn(first: String, second: String) throws {
        let worker = try worker()
        #expect(try run(worker, "await wait(1)").ending == .nothing)
        let waiting = try order(worker, "\(first); await wait(1e6)")
        let other = try order(worker, "\(second); return 0")
        let replies = try [worker.nextReply(), worker.nextReply()]
        #expect(replies.map(\.number) == [other, waiting] && replies.map(\.ending) == [.returned, .stale])
        #expect(replies[1].patch == "" && replies[1].body == "")
    }

    @Test(arguments: [
        ("state.a.n", "state.b.n = 5"), ("state.a.n = 4", "state.a.z = 5"), ("Reflect.ownKeys(state.a)", "state.a.n = 5"),
        ("state.a.n", "state.a.n"),
        ("state.list[0]", "state.list.push(1)"), ("state.a.n", "throw state.a.n = 7"), ("state.a.n", "state.a.n = 5; state.a.n = 1"),
        ("state.a.n", "delete state.b.none"), ("state.a.n", "const {a} = state; delete state.a; state.a = a"),
        ("Object.keys(state)", "const {gone} = state; delete state.gone; state.gone = gone"),
    ])
    func aTurnGoesOnWhenOthersChangeSomethingElse(first: String, second: String) throws {
        let worker = try worker()
        #expect(try run(worker, "await wait(1)").ending == .nothing)
        try order(worker, "\(first); await next(); return 'done'")
        try order(worker, "\(second); return 0")
        _ = try worker.nextReply()
        #expect(try worker.nextReply().body == #""done""#)
    }

    /// The object that the turn has read is still the one that the third turn changes.
    @Test func aTurnIsInVainWhenWhatItReadWasReplacedByItsLikeAndThenChanged() throws {
        let worker = try worker()
        #expect(try run(worker, "await wait(1)").ending == .nothing)
        let waiting = try order(worker, "Object.keys(state.a); await wait(1e6)")
        try order(worker, "state.a = {n: 1}; return 0")
        try order(worker, "state.a.z = 1; return 0")
        let replies = try [worker.nextReply(), worker.nextReply(), worker.nextReply()]
        #expect(replies[2].number == waiting && replies[2].ending == .stale)
    }

    @Test func theKeysKeepTheirOrderWhateverATurnThatWaitsDoesToThem() throws {
        let worker = try worker()
        let look = "return Object.keys(state)"
        let moving = "delete state.a; const {b} = state; delete state.b; state.b = b"
        try order(worker, "\(moving); await next(); throw Object.keys(state).join()")
        #expect(try run(worker, look).body == #"["a","b","list","gone"]"#)
        #expect(try worker.nextReply().failure?.message.hasSuffix("list,gone,b") == true)
        #expect(try run(worker, look).body == #"["a","b","list","gone"]"#)
        try order(worker, "delete state.b; state.b = 1; await next(); return Object.keys(state)")
        #expect(try run(worker, "state.z = 1; return Object.keys(state)").body == #"["a","b","list","gone","z"]"#)
        #expect(try worker.nextReply().body == #"["a","list","gone","z","b"]"#)
    }

    @Test func theKeysKeepTheOrderThatOthersGaveThemWhenATurnThatReorderedThemFails() throws {
        let worker = try worker()
        #expect(try run(worker, "await wait(1)").ending == .nothing)
        try order(worker, "state.b.x = 1; delete state.b.n; state.b.n = 3; await next(); throw Reflect.ownKeys(state.b).join()")
        try order(worker, "state.b.z = 1; return 0")
        _ = try worker.nextReply()
        #expect(try worker.nextReply().failure?.message.hasSuffix("z,x,n") == true)
        #expect(try run(worker, "return state.b").body == #"{"n":2,"z":1}"#)
    }

    @Test func theHolesAndTheNamesOfAnArrayStayWhileATurnWaits() throws {
        let worker = try worker(rules: .json)
        let look = "['x' in state.list, state.list.x ?? null, 1 in state.list, state.list.length, Object.keys(state.list)]"
        try order(worker, "state.list.x = 7; delete state.list[1]; state.list[5] = 1; await next(); return \(look)")
        try order(worker, "return \(look)")
        #expect(try worker.nextReply().body == #"[false,null,true,2,["0","1"]]"#)
        let reply = try worker.nextReply()
        #expect(reply.body == #"[true,7,false,6,["0","5","x"]]"#)
        #expect(try run(worker, "return state.list").body == "[1,null,null,null,null,1]")
    }

    @Test func theFirstRunOfARouteCountsAsHavingReadEverything() throws {
        let worker = try worker()
        try order(worker, "state.a.n; await wait(1e6)")
        try order(worker, "state.b.n = 5; return 0")
        #expect(try [worker.nextReply().ending, worker.nextReply().ending] == [.returned, .stale])
    }

    @Test func aRewindDropsAllThatWait() throws {
        let worker = try worker()
        let first = try run(worker, "state.a.n = 2; return 0")
        let waiting = try order(worker, "state.x = 1; state.a.n; await wait(1e6)")
        try worker.rewind(to: first.place)
        let dropped = try worker.nextReply()
        #expect(dropped.number == waiting && dropped.ending == .cancelled)
        #expect(try run(worker, "return [state.a.n, state.x ?? null]").body == "[1,null]")
    }

    @Test func aTurnIsTakenBackOnlyWhileItWaits() throws {
        let worker = try worker()
        let waiting = try order(worker, "console.log('so far'); state.x = 1; await wait(1e6)")
        try worker.cancel(waiting)
        let dropped = try worker.nextReply()
        #expect(dropped.ending == .cancelled && dropped.log == ["so far"])
        try worker.cancel(waiting)
        try worker.cancel(4_711)
        #expect(try run(worker, "return state.x ?? null").body == "null", "and the worker goes on")
    }

    @Test func nothingOfATurnStaysThatFailsAfterItHasWaited() throws {
        let worker = try worker()
        #expect(
            try run(worker, "state.list.push(3); state.x = {}; delete state.gone; await wait(1); state.a.n = 8; throw 1").ending == .threw)
        #expect(try run(worker, "return state").body == #"{"a":{"n":1},"b":{"n":2},"list":[1,2],"gone":1}"#)
    }

    @Test func anObjectThatATurnMadeIsItsOwnWhileItWaits() throws {
        let worker = try worker()
        try order(worker, "const made = {n: 1}; state.made = made; await next(); made.n = 2; state.made.n += 1; return state.made")
        try order(worker, "return state.made ?? null")
        #expect(try worker.nextReply().body == "null")
        let reply = try worker.nextReply()
        #expect(reply.body == #"{"n":3}"# && reply.patch == #"[{"op":"add","path":"/made","value":{"n":3}}]"#)
    }

    private func worker(rules: LoadOrder.StateRules = .strict) throws -> TestWorker {
        let worker = try TestWorker()
        // `next` waits until the turn behind it has run.
        let code = """
            const wait = (time) => new Promise((done) => setTimeout(done, time));
            const Async = (async () => {}).constructor;
            let begun = 0;
            module.exports = (req, state) => {
              const own = ++begun;
              const next = async () => { while (begun === own) await wait(1); };
              return Async("state", "wait", "next", req.query.code)(state, wait, next);
            };
            """
        let report = try worker.load([("a.js", code)], state: #"{"a":{"n":1},"b":{"n":2},"list":[1,2],"gone":1}"#, rules: rules)
        try #require(report.failure == nil)
        return worker
    }

    @discardableResult
    private func order(_ worker: TestWorker, _ code: String) throws -> UInt64 {
        try worker.order(request: #"{"query":{"code":"\#(code)"}}"#)
    }

    private func run(_ worker: TestWorker, _ code: String) throws -> TestWorker.Reply {
        try order(worker, code)
        return try worker.nextReply()
    }
}
