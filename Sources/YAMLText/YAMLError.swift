/// Everything that is wrong with one YAML file.
package struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
    package var slips: [YAMLSlip]

    package init(slips: [YAMLSlip]) { self.slips = slips }

    package var description: String { slips.map(\.description).joined(separator: "\n") }
}
