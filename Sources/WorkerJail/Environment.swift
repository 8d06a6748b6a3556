internal import Glibc

/// The environment variables of the process.
enum Environment {
    /// Removes all of them but one, and their text from the memory that they came in.
    static func erase(keeping name: String) {
        let kept = getenv(name).map { String(cString: $0) }
        var variable = environ
        while let text = variable.pointee {
            memset(text, 0, strlen(text))
            variable += 1
        }
        clearenv()
        if let kept { setenv(name, kept, 1) }
    }
}
