/// Which entries of the handlers folder may have changed.
struct FolderChanges: Equatable, Sendable {
    /// Their files have.
    private(set) var saved: Set<String> = []
    /// Nobody knows: their files were read before anybody watched them.
    private var unwatched: Set<String> = []
    /// All of them, because of a secret that may stand in their settings.
    private var isForAll = false

    /// Nothing that is known.
    static let none = FolderChanges()
    static let all = FolderChanges(isForAll: true)

    private init(saved: Set<String> = [], unwatched: Set<String> = [], isForAll: Bool = false) {
        self.saved = saved
        self.unwatched = unwatched
        self.isForAll = isForAll
    }

    init(saved: Set<String>) { self.saved = saved }

    init(unwatched: Set<String>) { self.unwatched = unwatched }

    func contain(_ entry: String) -> Bool { isForAll || saved.contains(entry) || unwatched.contains(entry) }

    mutating func formUnion(_ other: FolderChanges) {
        saved.formUnion(other.saved)
        unwatched.formUnion(other.unwatched)
        isForAll = isForAll || other.isForAll
    }
}
