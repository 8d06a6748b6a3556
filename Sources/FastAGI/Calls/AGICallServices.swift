package import Logging

/// What all calls share.
package struct AGICallServices: Sendable {
    package var scripts: any ChannelScriptSource
    package var sounds: SoundLibrary
    package var dial: DialTemplates
    /// The folder for recordings as Asterisk sees it, without a `/` at the end.
    package var recordings: String
    package var limits = AGILimits()
    package var logger: Logger
    /// Told how each call ended.
    package var report: @Sendable (CallRecord) -> Void

    package init(
        scripts: any ChannelScriptSource, sounds: SoundLibrary, dial: DialTemplates, recordings: String, logger: Logger,
        report: @escaping @Sendable (CallRecord) -> Void
    ) {
        self.scripts = scripts
        self.sounds = sounds
        self.dial = dial
        self.recordings = recordings
        self.logger = logger
        self.report = report
    }
}
