import Foundation
import PBXInstructions
import Synchronization
import TestSupport
import Testing
import VirtualPBX

@testable import FastAGI

@Suite(.ownThreads, .timeLimit(.minutes(3)))
struct SoundRemovalTests {
    /// Whoever asks for a sound while its file is being removed gets a file that stays.
    @Test func aSoundThatIsMadeAgainIsNotRemoved() async throws {
        let folder = try TemporaryFolder()
        var settings = SoundSettings(folder: folder.path + "/cache", asteriskFolder: folder.path + "/cache")
        settings.speech = try #require(SpeechCommand("sox -n -r 8000 -c 1 -b 16 -t wav - trim 0 1"))
        settings.programLimit = .seconds(100)
        // One second fits, and no two.
        settings.limit = 24_000
        let isRemoving = Mutex(false)
        let isMadeAgain = DispatchSemaphore(value: 0)
        let library = SoundLibrary(
            settings,
            removal: { folder, name in
                let isFirst = isRemoving.withLock { isRemoving in
                    defer { isRemoving = true }
                    return !isRemoving
                }
                // A removal that the other one waits for ends, however long that takes.
                if isFirst { _ = isMadeAgain.wait(timeout: .now() + 1) }
                folder.remove(name)
            },
            tell: { Issue.record("\($0)") })
        @Sendable func say(_ text: String) async throws -> PreparedSound? {
            await library.sound(for: try #require(PlayedMessage(.text, text)), of: "shop", in: FolderSounds(path: folder.path))
        }
        _ = try #require(await say("one"))
        async let second = say("two")
        try await eventually("the first one is being removed") { isRemoving.withLock { $0 } }
        let again = try #require(await say("one"))
        isMadeAgain.signal()
        _ = try await second
        #expect(FileManager.default.fileExists(atPath: again.path + ".wav"))
    }
}
