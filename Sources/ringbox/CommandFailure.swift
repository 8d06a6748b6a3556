/// Why a command ends without having done its work.
struct CommandFailure: Error, Equatable {
    /// The exit codes of `sysexits.h`, as far as they fit.
    enum Code: Int32 {
        /// Something failed, or what was checked has errors.
        case failure = 1
        case usage = 64
        /// A file or folder that has to be there is not.
        case noInput = 66
        /// A port or the running host.
        case unavailable = 69
        case cannotCreate = 73
        case inputOutput = 74
    }

    var code: Code
    /// What is wrong and what to do; empty when it has been said.
    var sentence: String

    init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}
