package import VirtualPBX

/// What a sandbox has for calls.
package struct ChannelScript: Sendable {
    package var scenario: Scenario
    package var sounds: any SoundFiles
    /// Asks the sandbox's handlers.
    package var client: any HandlerClient
    /// Takes the sandbox's secrets out of a text for the operator.
    package var shown: @Sendable (String) -> String

    package init(
        scenario: Scenario, sounds: any SoundFiles, client: any HandlerClient, shown: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.scenario = scenario
        self.sounds = sounds
        self.client = client
        self.shown = shown
    }
}
