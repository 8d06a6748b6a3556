package import VirtualPBX

/// What a sandbox has for calls.
package struct ChannelScript: Sendable {
    package var scenario: Scenario
    /// The folder of the sandbox's sounds, which need not exist.
    package var soundsFolder: String
    /// Asks the sandbox's handlers.
    package var client: any HandlerClient

    package init(scenario: Scenario, soundsFolder: String, client: any HandlerClient) {
        self.scenario = scenario
        self.soundsFolder = soundsFolder
        self.client = client
    }
}
