package import PBXInstructions

/// Something that is played: words, or a file of the sandbox's `sounds/` folder.
package typealias Prompt = PlayedMessage
