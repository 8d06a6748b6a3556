/// What a script threw, with the places it came through, as the engine names them (before source maps).
package struct ScriptFailure: Sendable, Equatable {
    package struct Frame: Sendable, Equatable {
        /// Empty for the top level of a file.
        package var function: String
        package var file: String
        /// From 1; 0 when the engine does not know.
        package var line: UInt32
        /// From 1; 0 when the engine does not know.
        package var column: UInt32

        package init(function: String, file: String, line: UInt32, column: UInt32) {
            self.function = function
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// Such as `TypeError`; empty when what was thrown is no error object.
    package var name: String
    package var message: String
    /// Innermost first.
    package var frames: [Frame]

    package init(name: String, message: String, frames: [Frame] = []) {
        self.name = name
        self.message = message
        self.frames = frames
    }

    /// `TypeError: message`, or the message alone.
    package var summary: String { name.isEmpty ? message : message.isEmpty ? name : "\(name): \(message)" }

    func encode(into encoder: inout FrameEncoder) {
        encoder.field(name)
        encoder.field(message)
        encoder.integer(UInt32(truncatingIfNeeded: frames.count))
        for frame in frames {
            encoder.field(frame.function)
            encoder.field(frame.file)
            encoder.integer(frame.line)
            encoder.integer(frame.column)
        }
    }

    init(decoding decoder: inout FrameDecoder) throws(FrameError) {
        name = try decoder.text()
        message = try decoder.text()
        frames = []
        for _ in 0..<(try decoder.integer(UInt32.self)) {
            frames.append(
                Frame(
                    function: try decoder.text(), file: try decoder.text(),
                    line: try decoder.integer(), column: try decoder.integer()))
        }
    }
}
