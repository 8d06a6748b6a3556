import Glibc
import YAMLText

/// Why a secret that settings name has no value.
package enum SecretFault: Error, Equatable, Sendable {
    /// Neither a file nor a variable has it; with the names that are like it.
    case missing(nearest: [String])
    case empty
    case tooShort
    case tooLong
    case notText
    case linkLeadsOut
    case brokenLink
    case notAFile
    case unreadable(code: Int32)
    /// The folder has not answered within `limit`.
    case hangs(limit: Duration)

    /// Whether it may be over though neither the settings nor the secret change.
    var isLack: Bool {
        switch self {
        case .hangs: true
        case .unreadable(let code): !ReadingFailure.isLasting(code)
        default: false
        }
    }

    /// A sentence about the secret of a name, and what to do.
    func sentence(for name: String) -> String {
        switch self {
        case .missing(let nearest):
            let hint = nearest.first.map { " (did you mean \"\($0)\"?)" } ?? ""
            return "there is no secret \(name)\(hint): put it into a file \(name) in the folder of --secrets, or into the variable "
                + "\(SecretSource.prefix)\(name) of the host"
        case .empty: return "the secret \(name) is empty: put its value there"
        case .tooShort:
            return "the secret \(name) has fewer than \(SecretText.shortest) bytes, so it could not be hidden in logs: "
                + "make it longer, or write the value here if it is no secret"
        case .tooLong:
            return "the secret \(name) has more than \(WrittenUnit.size.text(for: SecretText.longest)): make it shorter"
        case .notText: return "the secret \(name) is no UTF-8 text: encode it, for example in Base64"
        case .linkLeadsOut:
            return "the file of the secret \(name) is a link that leads out of the folder of --secrets: put the file itself there"
        case .brokenLink: return "the file of the secret \(name) is a link that leads nowhere: make what it points to"
        case .notAFile: return "the secret \(name) is no file: put its value into a file of that name"
        case .hangs(let limit):
            return "the folder of --secrets has not answered for \(limit.text), so that the secret \(name) is not known: "
                + "see whether its disk or its server answers"
        case .unreadable(let code):
            return "the file of the secret \(name) cannot be read (\(String(cString: strerror(code)))): "
                + "let the user that runs the host read it"
        }
    }
}
