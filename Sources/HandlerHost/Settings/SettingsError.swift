package import YAMLText

/// Everything that is wrong with a settings file.
package struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    package var yaml: YAMLError
    /// Whether it may be over though the file stays as it is: a secret that the file names could not be read.
    package var isLack = false

    package var description: String { yaml.description }
}
