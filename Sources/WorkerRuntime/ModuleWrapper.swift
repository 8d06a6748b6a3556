import ScriptEngine
import WorkerProtocol

/// The function that a CommonJS file is the body of.
enum ModuleWrapper {
    /// On the file's first line, so that line numbers are right.
    private static let prefix = Array("(function (exports, require, module, __filename, __dirname) {".utf8)
    /// On a line of its own: the file may end in a line comment.
    private static let suffix = Array("\n})".utf8)

    static func wrap(_ code: [UInt8]) -> [UInt8] { prefix + code + suffix }

    /// Moves a place on the first line of a wrapped file back by what stands before it.
    static func unwrap(_ frame: inout ScriptFailure.Frame) {
        guard frame.line == 1, frame.column > UInt32(prefix.count) else { return }
        frame.column -= UInt32(prefix.count)
    }
}
