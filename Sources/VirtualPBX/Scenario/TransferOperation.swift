package import PBXInstructions

/// Connects the caller with somebody.
package struct TransferOperation: Sendable, Equatable {
    package var destinations: DestinationList
    /// What the caller hears before the dialling.
    package var prompt: [Prompt]
    package var settings: TransferSettings

    package init(destinations: DestinationList, prompt: [Prompt] = [], settings: TransferSettings = TransferSettings()) {
        self.destinations = destinations
        self.prompt = prompt
        self.settings = settings
    }
}
