import HTTPText
import PlainText
import Synchronization

/// The sandboxes in operation, by name.
final class SandboxDirectory: Sendable {
    private struct State {
        var sandboxes: [SandboxName: LiveSandbox] = [:]
        /// The names in alphabetical order; nil until they are asked for.
        var sorted: [String]?

        /// Keeps the names in order without sorting all of them again: those who ask are strangers who mistype.
        mutating func noteChange(of name: String, isThere: Bool) {
            guard let index = sorted.map({ SandboxDirectory.place(of: name, in: $0) }) else { return }
            if isThere { sorted?.insert(name, at: index) } else { sorted?.remove(at: index) }
        }
    }
    private let state = Mutex(State())

    subscript(name: SandboxName) -> LiveSandbox? {
        get { state.withLock { $0.sandboxes[name] } }
        set {
            state.withLock { state in
                let wasThere = state.sandboxes[name] != nil
                state.sandboxes[name] = newValue
                if wasThere != (newValue != nil) { state.noteChange(of: name.text, isThere: !wasThere) }
            }
        }
    }

    var all: [LiveSandbox] { state.withLock { Array($0.sandboxes.values) } }

    /// In alphabetical order.
    var names: [String] {
        state.withLock { state in
            if let sorted = state.sorted { return sorted }
            let sorted = state.sandboxes.keys.map(\.text).sorted()
            state.sorted = sorted
            return sorted
        }
    }

    /// The names that are like `word`, the likest first. Of very many names only those are compared that begin like it: strangers ask
    /// for what does not exist most.
    func names(like word: String) -> [String] { Spelling.nearest(to: word, among: names(around: word)) }

    private func names(around word: String) -> ArraySlice<String> {
        let names = names
        guard names.count > Self.comparedNames else { return names[...] }
        let place = Self.place(of: word, in: names)
        let first = min(max(place - Self.comparedNames / 2, 0), names.count - Self.comparedNames)
        return names[first..<(first + Self.comparedNames)]
    }

    /// The index of the first name that is not before `word`.
    private static func place(of word: String, in names: [String]) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static let comparedNames = 100
}
