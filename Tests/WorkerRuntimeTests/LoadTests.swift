import TestSupport
import Testing
import WorkerProtocol

/// How a bundle loads.
@Suite(.ownThreads)
struct LoadTests {
    @Test func routesAreWhatFilesExport() throws {
        let report = try TestWorker().load([
            ("a.js", "module.exports = () => 1"), ("b.js", "exports.GET = () => 1; exports.POST = () => 2; exports.other = 3"),
            ("c.js", "exports.__esModule = true; exports.default = () => 1"),
        ])
        #expect(
            String(decoding: report.routes, as: UTF8.self)
                == #"[{"method":null,"template":null,"file":"a.js"},{"method":"GET","template":null,"file":"b.js"},{"method":"POST","template":null,"file":"b.js"},{"method":null,"template":null,"file":"c.js"}]"#
        )
    }

    @Test(arguments: [0, 1, 30_000, 300_000]) func aStateOfAnySizeComesWhole(count: Int) throws {
        // Letters of one to four bytes, so that pieces end at every place of a character.
        let text = (0..<count / 10).map { "x\($0)яя€😀\\n" }.joined()
        let worker = try TestWorker()
        let report = try worker.load(
            [("a.js", "module.exports = (req, state) => [state.text.length, state.text]")], state: #"{"text":"\#(text)"}"#,
            stateLimit: 10_000_000)
        #expect(report.failure == nil, "\(report.failure?.summary ?? "")")
        let expected = text.replacing("\\n", with: "\n")
        if text.utf8.count < 9_000 {
            let parsed = try worker.run().body
            #expect(parsed == #"[\#(expected.utf16.count),"\#(text)"]"#)
        } else {
            // A reply may not be that long.
            let checked = try TestWorker()
            let code = "const text = '\(text)'; module.exports = (req, state) => [state.text === text, state.text.length]"
            _ = try checked.load([("a.js", code)], state: #"{"text":"\#(text)"}"#, stateLimit: 10_000_000)
            #expect(try checked.run().body == "[true,\(expected.utf16.count)]")
        }
    }

    @Test(.timeLimit(.minutes(1))) func theTextOfAStateDoesNotStayInMemory() async {
        // In a process of its own, whose memory nothing else changes.
        await #expect(processExitsWith: .success) {
            let worker = try TestWorker()
            let before = try ProcessMemory.privateBytes()
            // Next to nothing lives of it.
            let state = "{" + String(repeating: " ", count: 40 << 20) + "}"
            #expect(try worker.load([("a.js", "module.exports = () => 1")], state: state).failure == nil)
            try await eventually("the memory is given back") {
                try ProcessMemory.privateBytes() <= before + state.utf8.count + (20 << 20)
            }
        }
    }

    @Test func aStateThatComesInPartIsNotLoaded() throws {
        let worker = try TestWorker()
        let report = try worker.load([("a.js", "module.exports = () => 1")], missing: 1)
        #expect(report.failure?.summary == "2 of the 3 bytes of the state have come")
        // The next one starts anew.
        #expect(try worker.answer("(req, state) => [state.n]", state: #"{"n":4}"#).body == "[4]")
    }

    @Test func defineKnowsItsOverloads() throws {
        let code = """
            Sandbox.define('/a', function (req, res) {});
            Sandbox.define('/b', 'post', function (req, res) {});
            Sandbox.define('/c', {}, function (req, res) {});
            Sandbox.define('/d', 'ALL', {}, function (req, res) {});
            """
        let report = try TestWorker().load([("main.js", code)], main: "main.js")
        #expect(
            String(decoding: report.routes, as: UTF8.self)
                == #"[{"method":"GET","template":"/a","file":null},{"method":"POST","template":"/b","file":null},{"method":"GET","template":"/c","file":null},{"method":null,"template":"/d","file":null}]"#
        )
    }

    @Test(arguments: [
        ("Sandbox.define('/a', undefined)", "Invalid route definition for GET /a, given function is undefined"),
        ("Sandbox.define('/a', 5, () => 1)", "second one should be a method name or an object of criteria"),
        ("Sandbox.define('/a')", "Sandbox.define needs a path and a function"), ("1", "main.js defines no route"),
        ("let x = ;", "Unexpected token ';'"),
        ("require('./none')", "Cannot find module: ./none"),
    ])
    func aMistakeIsSaidWhileLoading(code: String, message: String) throws {
        let report = try TestWorker().load([("main.js", code)], main: "main.js")
        #expect(report.failure?.summary.contains(message) == true, "\(report.failure?.summary ?? "loaded")")
    }

    @Test func codeWithoutAnEndIsSaidWhileLoading() throws {
        let report = try TestWorker().load([("main.js", "for (;;) {}")], main: "main.js", budget: 100_000)
        #expect(report.failure?.summary.contains("top-level code runs too long") == true)
    }

    @Test func theVariablesOfMainAreGlobals() throws {
        let files = [
            ("main.js", "var greeting = 'привет'; var users = require('routes/_users.js'); Sandbox.define('/', users.get)"),
            (
                "routes/_users.js",
                "exports.get = (req, res) => res.json({greeting, names: require('names.json'), config: Sandbox.config.g, own: req.config.g})"
            ),
            ("routes/names.json", "[\"Иван\"]"),
        ]
        let worker = try TestWorker()
        #expect(try worker.load(files, main: "main.js", config: #"{"g":"x"}"#).failure == nil)
        #expect(try worker.run().body == #"{"greeting":"привет","names":["Иван"],"config":"x","own":"x"}"#)
    }

    @Test func modulesAreLoadedOnceAndMayDependOnEachOther() throws {
        let files = [
            (
                "a.js",
                "const x = require('./_x'); module.exports = () => [x.count(), require('./_x').count(), require('../../_x.js') === x]"
            ),
            ("_x.js", "exports.early = 1; let n = 0; exports.count = () => ++n; exports.y = require('./_y').seen"),
            ("_y.js", "exports.seen = require('./_x').early"),
        ]
        let worker = try TestWorker()
        #expect(try worker.load(files).failure == nil)
        #expect(try worker.run().body == "[1,2,true]")
    }

    @Test func aSyntaxErrorNamesFileAndLine() throws {
        let report = try TestWorker().load([("a.js", "module.exports = require('./_b')"), ("_b.js", "\n\nlet let = 1")])
        #expect(report.failure?.frames.first.map { "\($0.file):\($0.line)" } == "_b.js:3")
    }

    @Test func aFileWithoutAHandlerIsRefused() throws {
        let report = try TestWorker().load([("a.js", "exports.x = 1")])
        #expect(report.failure?.message.hasPrefix("a.js exports nothing that answers") == true)
    }

    @Test func aSecondBundleStartsWithACleanRealm() throws {
        let worker = try TestWorker()
        #expect(try worker.load([("a.js", "globalThis.leak = 1; Object.prototype.dirty = 1; module.exports = () => 1")]).failure == nil)
        #expect(try worker.answer("function () { return [typeof leak, {}.dirty === undefined] }").body == #"["undefined",true]"#)
    }
}
