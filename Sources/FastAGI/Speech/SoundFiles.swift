/// The sounds that a sandbox has as files.
package protocol SoundFiles: Sendable {
    /// The bytes of a file; blocks.
    ///
    /// - Parameters:
    ///   - name: Without a path.
    ///   - limit: The most bytes that it may have.
    /// - Throws: ``SoundFault/noFile(_:)`` for what is not there, is no file or leads out of the sandbox, and
    ///   ``SoundFault/fileTooLarge(_:limit:)``.
    func read(_ name: String, limit: Int) throws(SoundFault) -> [UInt8]
}
