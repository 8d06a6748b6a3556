package import YAMLText

extension CallTest {
    /// Reads a call test, as `docs/call-tests.md` describes it.
    ///
    /// - Parameters:
    ///   - bytes: YAML, at most 64 KiB, without anchors and tags.
    ///   - file: The name shown in errors, relative to the handlers folder; without its folder and its ending it is also the test's
    ///     name, unless the file has another one.
    /// - Throws: ``YAMLError`` with everything that is wrong, by place: unknown keys, values of the wrong type or out of range, steps
    ///   that cannot follow each other; or with the first thing that is no YAML.
    package init(parsing bytes: [UInt8], file: String) throws(YAMLError) {
        var reader = CallTestReader(file: file)
        let test: CallTest?
        do throws(YAMLSlip) {
            let root = try YAMLNode.parse(bytes, file: file) ?? YAMLNode(.scalar("", isPlain: true), line: 1, column: 1)
            test = reader.read(root)
        } catch {
            throw YAMLError(slips: [error])
        }
        guard reader.yaml.slips.isEmpty, let test else {
            throw YAMLError(slips: reader.yaml.slips.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        self = test
    }

    /// The name of a test whose file does not say one: `wrong order` for `uis_test/calls/wrong order.yaml`.
    static func name(of file: String) -> String {
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for ending in [".yaml", ".yml"] where last.hasSuffix(ending) { return String(last.dropLast(ending.count)) }
        return last
    }
}
