import FastAGI
import HTTPFrontend
import VirtualPBX

/// A FastAGI server, as the options say.
struct AGISettings: Sendable {
    var address: ListenAddress
    var dial: DialTemplates
    /// The folder for recordings as Asterisk sees it.
    var recordings: String
    var sounds: SoundSettings
    /// How many calls may go on at the same time.
    var callLimit: Int
    /// Whom scenarios may ask outside their sandboxes.
    var urls: ScenarioURLs
}
