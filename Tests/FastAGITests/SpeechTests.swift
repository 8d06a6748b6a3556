import Foundation
import PBXInstructions
import Synchronization
import TestSupport
import Testing
import VirtualPBX

@testable import FastAGI

/// With the real programs.
@Suite(.ownThreads, .timeLimit(.minutes(3)))
struct SpeechTests {
    private final class Told: Sendable {
        let sentences = Mutex<[String]>([])
        func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
        var all: [String] { sentences.withLock { $0 } }
    }

    private let folder: TemporaryFolder
    private let told = Told()

    init() throws { folder = try TemporaryFolder() }

    private func library(_ command: String = SpeechCommand.standardText, change: (inout SoundSettings) -> Void = { _ in }) throws
        -> SoundLibrary
    {
        var settings = SoundSettings(folder: folder.path + "/cache", asteriskFolder: "/as/asterisk/sees")
        settings.speech = try #require(SpeechCommand(command))
        settings.programLimit = .seconds(100)
        change(&settings)
        return SoundLibrary(settings) { [told] in told.add($0) }
    }

    private func say(_ text: String, _ library: SoundLibrary, of sandbox: String = "uis_test") async throws -> PreparedSound? {
        await library.sound(for: try #require(PlayedMessage(.text, text)), of: sandbox, in: FolderSounds(path: folder.path + "/sounds"))
    }

    /// A program for `--speech-command` that is a script.
    private func program(_ script: String) throws -> String {
        try folder.write("#!/bin/sh\n\(script)\n", to: "speak")
        try folder.makeExecutable("speak")
        return "\(folder.path)/speak {file}"
    }

    /// A file of silence in the folder of sounds.
    private func makeSilence(_ name: String, seconds: Int) throws {
        try folder.write("", to: "sounds/\(name)")
        let made = try CommandResult.run(
            "/usr/bin/env", ["sox", "-n", "-r", "8000", "-c", "1", "-b", "16", "\(folder.path)/sounds/\(name)", "trim", "0", "\(seconds)"])
        try #require(made.exitCode == 0, "\(made.errors)")
    }

    private func play(_ name: String, _ library: SoundLibrary) async throws -> PreparedSound? {
        await library.sound(for: try #require(PlayedMessage(.media, name)), of: "uis_test", in: FolderSounds(path: folder.path + "/sounds"))
    }

    private func file(_ sound: PreparedSound) throws -> Data {
        let name = sound.path.replacing("/as/asterisk/sees", with: folder.path + "/cache")
        return try Data(contentsOf: URL(filePath: name + ".wav"))
    }

    @Test func speaksRussianAsAsteriskPlaysIt() async throws {
        let sound = try #require(await say("Введите номер заказа", library()))
        let bytes = Array(try file(sound))
        #expect(bytes.prefix(4) == Array("RIFF".utf8)[...])
        // PCM, one channel, 8000 samples of 16 bits a second.
        #expect(Array(bytes[20..<24]) == [1, 0, 1, 0])
        #expect(Array(bytes[24..<28]) == [0x40, 0x1f, 0, 0])
        #expect(Array(bytes[34..<36]) == [16, 0])
        #expect(sound.duration > .milliseconds(800) && sound.duration < .seconds(5))
        // Something is to be heard.
        #expect(bytes.dropFirst(44).contains { $0 != 0 && $0 != 255 })
        #expect(!sound.path.hasSuffix(".wav"))
    }

    @Test func speaksATextOnce() async throws {
        // The program leaves a line for each of its runs.
        try folder.write("#!/bin/sh\necho x >> \(folder.path)/runs\nexec espeak-ng -v en -w \"$1\" --stdin\n", to: "speak")
        try folder.makeExecutable("speak")
        let library = try library("\(folder.path)/speak {file}")
        let paths = try await withThrowingTaskGroup(of: String?.self) { tasks in
            for _ in 0..<20 { tasks.addTask { try await say("one and the same", library)?.path } }
            return try await tasks.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(paths.count == 1)
        #expect(paths.first != .some(nil))
        _ = try await say("one and the same", library)
        #expect(try folder.read("runs") == "x\n")
    }

    @Test func takesATextForNothingButAText() async throws {
        try folder.write("#!/bin/sh\nprintf '%s\\n' \"$@\" > \(folder.path)/words\nexec espeak-ng -v en -w \"$1\" hello\n", to: "speak")
        try folder.makeExecutable("speak")
        let library = try library("\(folder.path)/speak {file} {text}")
        let text = "-f /etc/passwd; $(touch \(folder.path)/hacked) `id` \"'"
        #expect(try await say(text, library) != nil)
        let words = try folder.read("words").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(words.count == 3)
        #expect(words[1] == " " + text.spoken)
        #expect(throws: (any Error).self) { try folder.read("hacked") }
    }

    @Test func takesTheSoundThatAProgramPrints() async throws {
        #expect(try await say("hello", try library("espeak-ng -v {voice} --stdin --stdout")) != nil)
        #expect(told.all == [])
    }

    @Test(arguments: [
        ("/no/such/program {file}", "there is no /no/such/program"), ("false {file}", "false ended with status 1"),
        ("true {file}", "true made no sound"), ("echo no wave", "sox ended with status 2"),
    ])
    func goesOnInSilenceWhenTheProgramFails(_ command: String, _ sentence: String) async throws {
        let library = try library(command)
        #expect(try await say("Здравствуйте", library) == nil)
        #expect(try await say("Здравствуйте", library) == nil)
        #expect(told.all.count == 1)
        #expect(told.all.first?.hasPrefix(sentence) == true, "\(told.all)")
    }

    @Test func endsAProgramThatTakesTooLong() async throws {
        let library = try library("sleep 100") { $0.programLimit = .milliseconds(200) }
        #expect(try await say("Здравствуйте", library) == nil)
        #expect(told.all == ["sleep took longer than 0 s"])
    }

    @Test func refusesALongText() async throws {
        #expect(try await say(String(repeating: "ы", count: 2_001), try library()) == nil)
        #expect(told.all == ["a text to speak has 2001 characters, and 2000 are the most: make it shorter"])
    }

    @Test func convertsTheSandboxsSounds() async throws {
        let made = try CommandResult.run(
            "/usr/bin/env", ["sox", "-n", "-r", "44100", "-c", "2", folder.path + "/gong.flac", "synth", "1", "sine", "440"])
        try #require(made.exitCode == 0)
        try folder.write(Data(contentsOf: URL(filePath: folder.path + "/gong.flac")), to: "sounds/гонг.flac")
        let library = try library()
        let sound = try #require(await play("гонг.flac", library))
        #expect(sound.duration == .seconds(1))
        #expect(Array(try file(sound))[24..<28] == [0x40, 0x1f, 0, 0])
        // The same name with another content is another sound.
        try folder.write(Data(contentsOf: URL(filePath: folder.path + "/gong.flac")).dropLast(1_000), to: "sounds/гонг.flac")
        #expect(try await play("гонг.flac", library)?.path != sound.path)
    }

    @Test(arguments: [
        "../secret.wav", "/etc/passwd", "a/b.wav", ".hidden.wav", "list.m3u", "noextension", "missing.wav", "..", "a\u{0}.wav",
    ])
    func playsNothingWhoseNameLeadsOutOrIsNoSound(_ name: String) async throws {
        try folder.write("secret", to: "secret.wav")
        try folder.write("#EXTM3U\n|touch \(folder.path)/hacked\n", to: "sounds/list.m3u")
        #expect(try await play(name, try library()) == nil)
        #expect(told.all.count == 1)
        #expect(throws: (any Error).self) { try folder.read("hacked") }
    }

    @Test func keepsABoundedNumberOfBytes() async throws {
        let library = try library { $0.limit = 100_000 }
        for number in 0..<12 { #expect(try await say("number \(number) and some words", library) != nil) }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache/uis_test")
        let sizes = try files.map { try Data(contentsOf: URL(filePath: folder.path + "/cache/uis_test/" + $0)).count }
        #expect(sizes.reduce(0, +) <= 100_000)
        #expect(!files.isEmpty)
        // What is gone is made again.
        #expect(try await say("number 0 and some words", library) != nil)
    }

    /// A folder of Asterisk's own sounds, or of anybody's.
    @Test func leavesTheFilesOfOthersAlone() async throws {
        let others = [
            "cache/uis_test/hello.wav", "cache/uis_test/0123456789abcdef0123456789abcdef.wav", "cache/uis_test/take.part.wav",
            "cache/uis_test/ringbox-notes.wav", "cache/uis_test/ringbox-.wav", "cache/en/vm-goodbye.wav", "cache/en/ringbox-0a.wav.gz",
            "cache/readme.wav",
        ]
        for other in others { try folder.write(String(repeating: "x", count: 90_000), to: other) }
        try folder.write("half", to: "cache/en/ringbox-0a.draft.wav")
        let library = try library { $0.limit = 100_000 }
        for number in 0..<6 { #expect(try await say("number \(number) and some words", library) != nil) }
        for other in others { #expect(try folder.read(other).utf8.count == 90_000) }
        // What a killed host has left is its own.
        #expect(throws: (any Error).self) { try folder.read("cache/en/ringbox-0a.draft.wav") }
    }

    /// Some kilobytes that stand for an hour.
    @Test func refusesASoundThatPlaysForTooLong() async throws {
        try makeSilence("long.flac", seconds: 3_600)
        let library = try library()
        #expect(try await play("long.flac", library) == nil)
        #expect(told.all == ["the sound \"long.flac\" plays longer than 34 minutes, which is the most: make it shorter"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache/uis_test") == [])
    }

    @Test func aSoundThatIsLargerThanTheFolderMayBeTakesNoOthersPlace() async throws {
        try makeSilence("short.wav", seconds: 5)
        try makeSilence("long.wav", seconds: 20)
        let library = try library { $0.limit = 200_000 }
        let short = try #require(await play("short.wav", library))
        #expect(try await play("long.wav", library) == nil)
        #expect(try file(short).count == 80_044)
    }

    @Test func endsAProgramThatPrintsWithoutEnd() async throws {
        let library = try library("yes") { $0.programLimit = .seconds(150) }
        #expect(try await say("Здравствуйте", library) == nil)
        #expect(told.all == ["yes wrote more than 67108864 bytes and was ended: see that --speech-command speaks once"])
    }

    @Test func endsAProgramThatWritesWithoutEnd() async throws {
        let library = try library(program("exec cat /dev/zero > \"$1\"")) { $0.programLimit = .seconds(150) }
        #expect(try await say("Здравствуйте", library) == nil)
        #expect(told.all.first?.contains("wrote more than 67108864 bytes") == true, "\(told.all)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache/uis_test") == [])
    }

    @Test(arguments: ["mkfifo \"$1\"", "mkdir \"$1\"", "ln -s /etc/passwd \"$1\""])
    func takesNothingButAFileForASound(_ script: String) async throws {
        #expect(try await say("Здравствуйте", try library(program(script))) == nil)
        #expect(told.all.first?.contains("made no sound") == true, "\(told.all)")
    }

    @Test func aSandboxWhoseSoundTakesTooLongPausesItselfOnly() async throws {
        let speak = try program("read words; case $words in slow*) exec sleep 1000;; esac; exec espeak-ng -v en -w \"$1\" hello")
        let library = try library(speak) {
            $0.programLimit = .seconds(10)
            $0.pause = .seconds(100_000)
        }
        #expect(try await say("slow", library, of: "a") == nil)
        #expect(try await say("hello", library, of: "a") == nil)
        #expect(try await say("hello", library, of: "b") != nil)
    }

    @Test func findsWhatAnEarlierHostHasMade() async throws {
        let first = try #require(await say("Здравствуйте", library()))
        let broken = try library("false") { _ in }
        #expect(try await say("Здравствуйте", broken) == nil)
        let again = try library { $0.converter = "/no/such/sox" }
        #expect(try await say("Здравствуйте", again) == first)
    }

    @Test(arguments: [
        ("Здравствуйте, Ivan", Voice.russian), ("Hello", .english), ("4711", .english), ("Код ABC", .russian), ("", .english),
    ])
    func choosesTheVoiceByTheAlphabet(_ text: String, _ voice: Voice) { #expect(Voice(for: text) == voice) }

    @Test(arguments: ["", "  ", "{file}", "-x"])
    func refusesACommandWithoutAProgram(_ text: String) { #expect(SpeechCommand(text) == nil) }
}
