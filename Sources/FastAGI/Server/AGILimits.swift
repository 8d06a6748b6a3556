/// How much a PBX may send, and how long it may take.
package struct AGILimits: Sendable {
    /// Calls at the same time; a connection beyond is closed at once, and the dialplan goes on.
    package var connections = 1_000
    /// The longest line, in bytes.
    package var lineLength = 8_192
    /// The most lines of an environment.
    package var environmentLines = 300
    /// How long the environment may take.
    package var environment = Duration.seconds(5)
    /// How long the reply to a command that takes no time may take, and how much longer than it should any other one.
    package var reply = Duration.seconds(10)
    /// How long a conversation may last; behind it the call counts as broken.
    package var conversation = Duration.seconds(4 * 3_600)
    /// How long the other side may take to read the last commands, whose replies nobody waits for.
    package var farewell = Duration.seconds(1)
    /// Lines that came and were not looked at.
    package var waitingLines = 64

    package init() {}
}
