import Glibc

/// The handlers folder, and the only way in which files below it are read.
///
/// Its top level is the operator's: an entry may be a link to anything beneath the folder. What is in a sandbox is the author's: it
/// may lead within the sandbox and to the shared folder, and nowhere else. Everything blocks.
struct HandlersFolder: Sendable {
    /// The entry that links in every sandbox may lead to.
    static let shared = "_shared"

    private let top: ConfinedFolder
    private let asksKernel: Bool

    /// - Parameter asksKernel: False where paths are resolved here only, as on a kernel without `openat2`.
    /// - Throws: ``ReadingFailure/system(code:)`` when there is no such folder.
    init(path: String, asksKernel: Bool = true) throws(ReadingFailure) {
        top = try ConfinedFolder(path: path, asksKernel: asksKernel)
        self.asksKernel = asksKernel
    }

    /// The folder itself.
    func open() throws(ReadingFailure) -> OpenFile { try top.open("", to: .look) }

    /// The names at the top, sorted, without those that begin with a dot.
    func names() throws(ReadingFailure) -> [String] { try open().names().filter { !$0.hasPrefix(".") } }

    /// Opens an entry of the top level.
    func open(_ entry: String, to purpose: ConfinedFolder.Purpose) throws(ReadingFailure) -> OpenFile {
        try top.open(entry, to: purpose)
    }

    /// The folder of a sandbox.
    ///
    /// - Parameters:
    ///   - folder: What ``open(_:to:)`` found under the entry's name.
    ///   - entry: The entry's name.
    func sandbox(_ folder: OpenFile, named entry: String) -> ConfinedFolder {
        let (own, top) = (folder.descriptor, top)
        return ConfinedFolder(own, asksKernel: asksKernel) { (name) throws(ReadingFailure) in
            if name == entry { return own }
            return name == Self.shared ? try top.open(name, to: .look).descriptor : nil
        }
    }
}
