/// Finds what a call is to do.
package protocol ChannelScriptSource: Sendable {
    /// The script of a sandbox as its files say at this moment.
    ///
    /// - Parameter sandbox: As it came from the PBX: any text.
    /// - Throws: ``ChannelScriptFault`` when there is none.
    func script(of sandbox: String) async throws(ChannelScriptFault) -> ChannelScript
}
