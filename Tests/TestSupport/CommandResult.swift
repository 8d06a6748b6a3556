import Foundation

/// What a command that ran to its end left.
package struct CommandResult {
    package let exitCode: Int32
    package let output: String
    package let errors: String

    /// Runs an executable of this package.
    package static func ringbox(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> CommandResult {
        try run(BuiltProducts.path(of: "ringbox"), arguments, input: input, environment: environment)
    }

    package static func run(
        _ executable: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:], folder: String? = nil
    ) throws -> CommandResult {
        let inputFile = try CapturedFile()
        try inputFile.handle.write(contentsOf: Data((input ?? "").utf8))
        try inputFile.handle.seek(toOffset: 0)
        let output = try CapturedFile()
        let errors = try CapturedFile()
        let descriptors = (
            inputFile.handle.fileDescriptor, output.handle.fileDescriptor, errors.handle.fileDescriptor
        )
        let program = try ChildProgram(executable, arguments, descriptors: descriptors, environment: environment, folder: folder)
        return CommandResult(exitCode: program.wait(), output: try output.text(), errors: try errors.text())
    }
}

/// A file without a name: a command may write as much as it likes into it without anybody reading meanwhile.
private struct CapturedFile {
    let handle: FileHandle

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "ringbox-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        handle = try FileHandle(forUpdating: url)
        try FileManager.default.removeItem(at: url)
    }

    func text() throws -> String {
        try handle.seek(toOffset: 0)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
}
