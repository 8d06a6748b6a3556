package import YAMLText

extension Scenario {
    /// The name of the file in a sandbox's folder.
    package static let fileName = "scenario.yaml"

    /// Reads a scenario file, as `docs/scenarios.md` describes it.
    ///
    /// - Parameters:
    ///   - bytes: YAML, at most 64 KiB, without anchors and tags.
    ///   - file: The name shown in errors, relative to the handlers folder.
    ///   - expand: Puts secrets into the root node.
    /// - Throws: ``YAMLError`` with everything that is wrong, by place: unknown keys, values of the wrong type or out of range, links
    ///   to operations that there are not; or with the first thing that is no YAML.
    package init(parsing bytes: [UInt8], file: String, expanding expand: (YAMLNode) -> YAMLNode = { $0 }) throws(YAMLError) {
        var reader = ScenarioReader(file: file)
        let scenario: Scenario?
        do throws(YAMLSlip) {
            let root = try YAMLNode.parse(bytes, file: file) ?? YAMLNode(.scalar("", isPlain: true), line: 1, column: 1)
            scenario = reader.read(expand(root))
        } catch {
            throw YAMLError(slips: [error.withAdvice])
        }
        guard reader.yaml.slips.isEmpty, let scenario else {
            throw YAMLError(slips: reader.yaml.slips.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        self = scenario
    }
}

extension YAMLSlip {
    /// For the key `*` of a menu, which YAML takes for the beginning of something else.
    fileprivate var withAdvice: YAMLSlip {
        guard message.contains("alias") else { return self }
        var slip = self
        slip.message += "; what begins with * has to be in quotes, the key \"*\" too"
        return slip
    }
}
