import Foundation
import HandlerHost
import TestSupport
import Testing

@Suite struct ModuleTransformerTests {
    private let handlers: TemporaryHandlers

    init() throws { handlers = try TemporaryHandlers() }

    private func code(_ bundle: SandboxBundle, _ path: String) -> String {
        String(decoding: bundle.modules.first { $0.path == path }?.code ?? [], as: UTF8.self)
    }

    @Test func turnsTypeScriptIntoCommonJS() async throws {
        try handlers.write("s/index.ts", "import { greet } from './_greet'\nexport default (name: string): string => greet(name)\n")
        try handlers.write("s/_greet.ts", "export const greet = (n: string) => `Здравствуйте, ${n}`\n")
        let bundle = try await handlers.build("s")
        let index = code(bundle, "index.ts")
        #expect(index.contains("require(\"./_greet\")"))
        #expect(index.contains("module.exports"))
        #expect(!index.contains(": string"))
        #expect(!index.contains("sourceMappingURL"))
        #expect(code(bundle, "_greet.ts").contains("Здравствуйте"))
        #expect(Set(bundle.sourceMaps.keys) == ["index.ts", "_greet.ts"])
    }

    @Test func leadsBackToTheAuthorsLine() async throws {
        try handlers.write("s/index.ts", "interface A {\n  x: number\n}\n\nexport default () => {\n  throw new Error('boom')\n}\n")
        let bundle = try await handlers.build("s")
        let lines = code(bundle, "index.ts").split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("boom") })
        let column = try #require(lines[line].range(of: "new")).lowerBound
        let place = bundle.sourceMaps["index.ts"]?.original(
            line: line + 1, column: lines[line].distance(from: lines[line].startIndex, to: column) + 1)
        #expect(place == SourceMap.Position(file: "index.ts", line: 6, column: 9))
    }

    @Test(arguments: [
        "module.exports = () => 1", "exports.a = 'import x from y'", "// import x from 'y'\n1", "/* export default 1 */ 1",
        "`\nimport x from 'y'\n`",
        "const r = /import x from/; var a = 1", "x.import = 1; x.export (2)", "const o = { import: 1, export: 2 }",
        "var important = 1\nvar exported = 2",
        "'\\'; import x from \"y\"'", "var a = `${'`'} export default`", "const s = \"\\\\\"; f()", "/*/ export default 1 /*/ 1",
        "a = b / c; // export default /",
    ])
    func leavesPlainScriptsAlone(_ source: String) async throws {
        try handlers.write("s/index.js", source)
        let missing = ModuleTransformer(program: "/nowhere/esbuild")
        let bundle = try await handlers.build("s", with: missing)
        #expect(code(bundle, "index.js") == source)
        #expect(bundle.sourceMaps.isEmpty)
    }

    @Test(arguments: [
        "import x from 'y'", "import 'y'", "import {a} from 'y'", "import * as y from 'y'", "export default 1", "export{a}; var a",
        "export * from 'y'",
        "f();export const a=1", "var a = import.meta", "if (x) { import('y') }", "async () => { await import ('y') }",
        "/* c */ export /* d */ default 1",
        "#!/usr/bin/env node\nexport default 1", "var a = 1 / 2; export default a / 3", "var r = /[/`]/; export default r",
        "var s = `a${`b`}c`\nexport default s",
        "var s = `${/`/.source}`\nexport default s", "[1].map(x => { return /}/ })\nexport default 1", "export function POST() {}",
        "var a = { b: `${{ c: 1 }.c}` }\nexport { a }",
    ])
    func transformsModules(_ source: String) async throws {
        try handlers.write("s/index.js", source)
        let bundle = try await handlers.build("s")
        #expect(code(bundle, "index.js") != source)
        #expect(bundle.sourceMaps["index.js"] != nil)
        let missing = ModuleTransformer(program: "/nowhere/esbuild")
        #expect(await handlers.refusal("s", with: missing).contains("apt-get install esbuild"))
    }

    @Test func leavesNoImportForTheWorker() async throws {
        try handlers.write("s/index.js", "module.exports = async () => (await import('./_a.js')).x")
        #expect(!code(try await handlers.build("s"), "index.js").contains("import("))
    }

    @Test func saysHowToGetEsbuildAndOnlyToThoseWhoNeedIt() async throws {
        let missing = ModuleTransformer(program: "no-such-esbuild")
        try handlers.write("plain/index.js")
        _ = try await handlers.build("plain", with: missing)
        try handlers.write("s/index.mjs", "1")
        #expect(
            await handlers.refusal("s", with: missing)
                == "s/index.mjs: TypeScript and ES modules need esbuild, and there is no no-such-esbuild: apt-get install esbuild")
    }

    @Test func listsTheErrorsOfAllFiles() async throws {
        try handlers.write("s/index.ts", "export default 1\nconst имя = let x\n")
        try handlers.write("s/lib/b.ts", "\n\nfunction (\n")
        let error = try await #require(throws: BundleError.self) { try await handlers.build("s") }
        #expect(
            error.problems == [
                BundleProblem(
                    file: "s/index.ts", line: 2, column: 17, message: "Expected \";\" but found \"x\"", sourceLine: "const имя = let x"),
                BundleProblem(
                    file: "s/lib/b.ts", line: 3, column: 10, message: "Expected identifier but found \"(\"", sourceLine: "function ("),
            ])
        #expect(error.description.hasPrefix("s/index.ts:2:17: Expected"))
    }

    @Test func runsAgainOnlyForWhatChanged() async throws {
        // A program that leaves a mark for each run.
        let program = handlers.outside.appending(path: "fake").path(percentEncoded: false)
        let marks = handlers.outside.appending(path: "marks").path(percentEncoded: false)
        try Data("#!/bin/sh\necho x >> '\(marks)'\nexec /bin/cat\n".utf8).write(to: URL(filePath: program))
        #expect(chmod(program, 0o700) == 0)
        let transformer = ModuleTransformer(program: program, limit: .seconds(100))
        func runs() throws -> Int { try String(contentsOfFile: marks, encoding: .utf8).count / 2 }
        for number in 0..<5 { try handlers.write("s/\(number).ts", "\(number)") }
        #expect(code(try await handlers.build("s", with: transformer), "3.ts") == "3")
        #expect(try runs() == 5)
        _ = try await handlers.build("s", with: transformer)
        #expect(try runs() == 5)
        try handlers.write("s/3.ts", "new")
        #expect(code(try await handlers.build("s", with: transformer), "3.ts") == "new")
        #expect(try runs() == 6)
    }

    private func program(_ script: String) throws -> String {
        let program = handlers.outside.appending(path: "fake").path(percentEncoded: false)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: program + ".sh"))
        // Written by another program: what this one writes, a program that another test starts may have open, and it cannot be run.
        try #require(CommandResult.run("/usr/bin/install", ["-m", "700", program + ".sh", program]).exitCode == 0)
        return program
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["sleep 600 & wait", "exec 1>&- 2>&-; exec sleep 600", "exec sleep 600"])
    func stopsAProgramThatHangs(_ script: String) async throws {
        try handlers.write("s/index.ts", "1")
        let transformer = ModuleTransformer(program: try program(script), limit: .milliseconds(100))
        #expect(
            await handlers.refusal("s", with: transformer)
                == "s/index.ts: esbuild took longer than 0.1 seconds: make the file smaller if it stays so")
    }

    @Test(.timeLimit(.minutes(1))) func endsWhatAProgramThatHangsHasStarted() async throws {
        try handlers.write("s/index.ts", "1")
        let mark = handlers.outside.appending(path: "mark").path(percentEncoded: false)
        let transformer = ModuleTransformer(program: try program("sleep 600 & echo $! > '\(mark)'; wait"), limit: .seconds(5))
        #expect(await handlers.refusal("s", with: transformer).contains("took longer"))
        let sleeper = try String(contentsOfFile: mark, encoding: .utf8).trimmingCharacters(in: .newlines)
        // A zombie counts as ended: whose child it is now may be slow to notice.
        try await eventually("process \(sleeper) has ended") {
            guard let stat = try? String(contentsOfFile: "/proc/\(sleeper)/stat", encoding: .utf8) else { return true }
            return stat.contains(") Z ")
        }
    }

    @Test func aProgramInheritsNoDescriptorOfTheHost() async throws {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        try handlers.write("s/index.ts", "1")
        let transformer = ModuleTransformer(
            program: try program("[ -e /proc/$$/fd/\(socket) ] && exit 3; exec /bin/cat"), limit: .seconds(100))
        #expect(code(try await handlers.build("s", with: transformer), "index.ts") == "1")
    }

    @Test func survivesAProgramThatReadsNothing() async throws {
        try handlers.write("s/index.ts", String(repeating: "x", count: 1_000_000))
        let transformer = ModuleTransformer(program: try program("exec 0<&-; echo out; exit 3"), limit: .seconds(100))
        #expect(
            await handlers.refusal("s", with: transformer)
                == "s/index.ts: esbuild ended with status 3 and no result, perhaps for want of memory or threads")
    }

    @Test func passesLargeFilesThrough() async throws {
        let source = String(repeating: "x", count: 1_000_000)
        try handlers.write("s/index.ts", source)
        let bundle = try await handlers.build("s", with: ModuleTransformer(program: try program("exec /bin/cat"), limit: .seconds(100)))
        #expect(code(bundle, "index.ts") == source)
    }

    @Test func saysWhenAProgramCannotBeStarted() async throws {
        try handlers.write("s/index.ts", "1")
        let transformer = ModuleTransformer(program: handlers.path, limit: .seconds(100))
        #expect(
            await handlers.refusal("s", with: transformer)
                == "s/index.ts: \(handlers.path) cannot be started (Permission denied): reinstall esbuild")
    }

    @Test(arguments: [
        ("kill -9 $$", "esbuild was killed by signal 9, perhaps for want of memory"), ("kill -6 $$", "esbuild was ended by signal 6"),
        ("exec /nowhere/node", "esbuild cannot be run (status 127): reinstall esbuild"),
    ])
    func saysHowAProgramEndedThatSaidNothing(_ script: String, _ sentence: String) async throws {
        try handlers.write("s/index.ts", "1")
        let transformer = ModuleTransformer(program: try program(script), limit: .seconds(100))
        #expect(await handlers.refusal("s", with: transformer) == "s/index.ts: \(sentence)")
    }
}
