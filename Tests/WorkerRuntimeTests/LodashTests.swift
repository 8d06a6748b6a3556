import Foundation
import TestSupport
import Testing
import WorkerProtocol

/// A library made for plain objects, over `state`.
@Suite(.ownThreads)
struct LodashTests {
    @Test(arguments: [
        "_.groupBy(s.orders, 'city')", "_.sortBy(s.orders, ['city', 'n']).map((o) => o.n)", "_.keyBy(s.orders, 'n')",
        "_.find(s.orders, {city: 'Омск'})", "_.filter(s.orders, ['n', 2])", "_.isPlainObject(s) && _.isArray(s.orders) && !_.isEmpty(s.a)",
        "_.get(s, 'a.b[1].c')", "_.set(s, 'a.b[3].d', 5).a", "_.unset(s, 'a.b') && s", "_.merge(s, {a: {x: [1, {y: 2}]}, z: null})",
        "_.defaultsDeep(s, {a: {b: [0, 0, 7]}, t: 1})", "_.remove(s.orders, (o) => o.n > 1) && s", "_.pull(s.list, 2, 3) && s",
        "_.cloneDeep(s)", "_.isEqual(_.cloneDeep(s), s)", "_.mapValues(s.a, String)", "_.pickBy(s, _.isArray)", "_.omit(s, ['a', 'list'])",
        "_.update(s, 'list[0]', (n) => n + 1)", "_.chunk(s.list, 2)", "_.uniq(_.concat(s.list, s.list))", "_.flattenDeep(s.deep)",
        "_.orderBy(s.orders, 'n', 'desc')[0] === s.orders[2]", "_.sumBy(s.orders, 'n')", "_.fill(s.list, 0, 1, 3) && s",
        "_.reverse(s.list) && s", "_.transform(s.a, (r, v, k) => { r[k + k] = _.size(v) })", "_.assign(s, {q: {w: [1]}}) && s",
    ])
    func worksAsOnPlainObjects(expression: String) throws {
        let path = "/usr/share/javascript/lodash/lodash.js"
        let lodash = try #require(
            try? String(contentsOfFile: path, encoding: .utf8), "make test installs libjs-lodash: there is no \(path)")
        let code = """
            const _ = require("./_lodash.js");
            const run = (s) => [\(expression), s];
            module.exports = (req, state) => {
              const plain = JSON.parse(JSON.stringify(state));
              const expected = JSON.stringify(run(plain)), found = JSON.stringify(run(state));
              return found === expected ? { same: true } : { expected, found };
            };
            """
        let state = """
            {"orders":[{"n":1,"city":"Омск"},{"n":2,"city":"Тверь"},{"n":3,"city":"Омск"}],"list":[1,2,3,2],"deep":[1,[2,[3,[4]]]],
             "a":{"b":[1,{"c":2}],"e":"f"}}
            """
        let worker = try TestWorker()
        let report = try worker.load([("_lodash.js", lodash), ("a.js", code)], state: state)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        let reply = try worker.run()
        #expect(reply.body == #"{"same":true}"#, "\(reply.failure?.summary ?? "")")
    }
}
