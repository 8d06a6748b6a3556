import NIOCore

/// Entries, bounded by count and by bytes, of which each owner has a fair share.
///
/// When there is no room, an owner who has more than his share loses his oldest entry: nobody's flood takes those of others away.
struct ActivityShelf {
    /// Whose entries they are.
    enum Owner: Hashable {
        case host
        case sandbox(String)
        /// Requests that reached no sandbox, whatever they called it.
        case nobody
    }

    private struct Part {
        let owner: Owner
        var entries = CircularBuffer<ActivityEntry>()
        var weight = 0
    }

    private let countLimit: Int
    private let weightLimit: Int
    private var parts: [Part] = []
    private var places: [Owner: Int] = [:]
    private var count = 0
    private var weight = 0
    /// The part that was found to have more than its share last.
    private var hand = 0

    init(countLimit: Int, weightLimit: Int) {
        self.countLimit = countLimit
        self.weightLimit = weightLimit
    }

    mutating func append(_ entry: ActivityEntry, of owner: Owner) {
        let place = places[owner] ?? newPlace(for: owner)
        parts[place].entries.append(entry)
        parts[place].weight += entry.weight
        count += 1
        weight += entry.weight
        while count > countLimit || (weight > weightLimit && count > 1) { removeOne() }
    }

    /// The entries with a number over `number`, those of each owner by number.
    func entries(after number: UInt64) -> [ActivityEntry] {
        var found: [ActivityEntry] = []
        for part in parts {
            // The newest ones are what is asked for most.
            var newer = 0
            for entry in part.entries.reversed() {
                guard entry.number > number else { break }
                newer += 1
            }
            let newest = part.entries.index(part.entries.endIndex, offsetBy: -newer)...
            found.append(contentsOf: part.entries[newest])
        }
        return found
    }

    private mutating func newPlace(for owner: Owner) -> Int {
        parts.append(Part(owner: owner))
        places[owner] = parts.count - 1
        return parts.count - 1
    }

    private mutating func removeOne() {
        let isCount = count > countLimit
        let share = (isCount ? countLimit : weightLimit) / parts.count
        // Somebody has more than the share of each, since all together have more than there is.
        hand = hand < parts.count ? hand : 0
        while (isCount ? parts[hand].entries.count : parts[hand].weight) <= share { hand = (hand + 1) % parts.count }
        guard let removed = parts[hand].entries.popFirst() else { return }
        parts[hand].weight -= removed.weight
        count -= 1
        weight -= removed.weight
        if parts[hand].entries.isEmpty { removePart(at: hand) }
    }

    private mutating func removePart(at place: Int) {
        places[parts[place].owner] = nil
        parts.swapAt(place, parts.count - 1)
        parts.removeLast()
        if place < parts.count { places[parts[place].owner] = place }
    }
}
