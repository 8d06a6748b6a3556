/// Everything that is wrong with one settings file.
package struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    package var slips: [SettingsSlip]

    package var description: String { slips.map(\.description).joined(separator: "\n") }
}
