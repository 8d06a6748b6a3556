import JSONText
import StateStore
import TestSupport
import Testing

struct ExpiryScheduleTests {
    private func schedule(_ entries: KeyValuePairs<String, Int64>) throws -> ExpirySchedule {
        var schedule = ExpirySchedule()
        for (path, time) in entries { schedule.apply(.expire(try JSONPointer(parsing: path), at: time)) }
        return schedule
    }

    private func listing(_ schedule: ExpirySchedule) -> [String] {
        schedule.entries().map { "\($0.path) \($0.time)" }
    }

    @Test func givesWhatIsDueTheEarliestFirst() throws {
        let schedule = try schedule(["/c": 30, "/a": 10, "/b/x": 20, "/b": 20, "/d": 40])
        #expect(schedule.count == 5)
        #expect(schedule.nextDue == 10)
        #expect(schedule.due(at: 9).isEmpty)
        #expect(schedule.due(at: 30).map(\.description) == ["/a", "/b", "/b/x", "/c"])
        #expect(schedule.due(at: 30, limit: 2).map(\.description) == ["/a", "/b"])
        #expect(schedule[JSONPointer(["b", "x"])] == 20)
        #expect(schedule[JSONPointer(["b", "y"])] == nil)
    }

    /// The order is the same after a restart, which notes them in another one.
    @Test func givesWhatIsDueAtOneTimeInTheOrderOfPlaces() throws {
        for seed in 0..<20 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var schedule = ExpirySchedule()
            let places = (10..<60).map { "c\($0)" }
            for place in places.shuffled(using: &generator) { schedule.apply(.expire(JSONPointer(["calls", place]), at: 7)) }
            #expect(schedule.due(at: 7, limit: 20).map { $0.tokens[1] } == Array(places.prefix(20)), "seed \(seed)")
            #expect(schedule.entries().map { $0.path.tokens[1] } == places, "seed \(seed)")
        }
    }

    /// What is due at one moment is removed in slices of the full length, as what is due at many is.
    @Test(arguments: [true, false])
    func givesFullSlicesUntilNothingIsDue(isOneMoment: Bool) {
        var schedule = ExpirySchedule()
        let count = 5_000
        for number in 0..<count {
            schedule.apply(.expire(JSONPointer(["calls", "\(number)"]), at: isOneMoment ? 10 : Int64(number % 100)))
        }
        var slices: [Int] = []
        while case let places = schedule.due(at: 100, limit: 250), !places.isEmpty {
            slices.append(places.count)
            for place in places { schedule.apply(.remove(place)) }
        }
        #expect(slices == Array(repeating: 250, count: count / 250))
        #expect(schedule.isEmpty)
    }

    @Test func renewsAndCancels() throws {
        var schedule = try schedule(["/a": 10, "/b": 20, "/a": 30])
        #expect(schedule.count == 2)
        #expect(schedule.nextDue == 20)
        #expect(schedule.due(at: 29).map(\.description) == ["/b"])
        schedule.apply(.expire(JSONPointer(["b"]), at: nil))
        #expect(schedule.nextDue == 30)
        // Back to a time it had before: one entry, not two.
        for time in [10, 30, 10] as [Int64] { schedule.apply(.expire(JSONPointer(["a"]), at: time)) }
        #expect(schedule.due(at: 99).map(\.description) == ["/a"])
        // However many old entries are in front of what is due.
        schedule.apply(.expire(JSONPointer(["c"]), at: 90))
        for time in 11..<60 as Range<Int64> { schedule.apply(.expire(JSONPointer(["b"]), at: time)) }
        #expect(schedule.due(at: 99).map(\.description) == ["/a", "/b", "/c"])
        for place in ["b", "c"] { schedule.apply(.expire(JSONPointer([place]), at: nil)) }
        schedule.apply(.expire(JSONPointer(["a"]), at: nil))
        #expect(schedule.isEmpty && schedule.nextDue == nil && schedule == ExpirySchedule())
    }

    @Test(arguments: [
        (#"{"op": "remove", "path": "/a/b"}"#, ["/a 1", "/e 4"]),
        (#"{"op": "remove", "path": "/a"}"#, ["/e 4"]),
        (#"{"op": "remove", "path": "/a/b/c/d"}"#, ["/a 1", "/a/b 2", "/a/b/c 3", "/e 4"]),
        (#"{"op": "remove", "path": "/x"}"#, ["/a 1", "/a/b 2", "/a/b/c 3", "/e 4"]),
        // The place itself keeps its entry, whatever is put there.
        (#"{"op": "replace", "path": "/a/b/c", "value": 1}"#, ["/a 1", "/a/b 2", "/a/b/c 3", "/e 4"]),
        (#"{"op": "replace", "path": "/a/b", "value": 1}"#, ["/a 1", "/a/b 2", "/e 4"]),
        (#"{"op": "add", "path": "/a", "value": {"b": null}}"#, ["/a 1", "/a/b 2", "/e 4"]),
        (#"{"op": "add", "path": "/a", "value": {"b": {"c": []}}}"#, ["/a 1", "/a/b 2", "/a/b/c 3", "/e 4"]),
        (#"{"op": "replace", "path": "/a", "value": [{"b": {"c": 1}}]}"#, ["/a 1", "/e 4"]),
        (#"{"op": "replace", "path": "", "value": {"a": {"b": [1]}}}"#, ["/a 1", "/a/b 2"]),
        (#"{"op": "replace", "path": "", "value": []}"#, []),
        (#"{"op": "add", "path": "", "value": {"e": 1}}"#, ["/e 4"]),
        // Something new beside an entry, and above none.
        (#"{"op": "add", "path": "/a/y", "value": {"b": 1}}"#, ["/a 1", "/a/b 2", "/a/b/c 3", "/e 4"]),
    ])
    func followsTheDocument(operation: String, left: [String]) throws {
        var schedule = try schedule(["/a": 1, "/a/b": 2, "/a/b/c": 3, "/e": 4])
        schedule.apply(try StatePatch(parsing: Array("[\(operation)]".utf8)))
        #expect(listing(schedule) == left)
        #expect(schedule.count == left.count)
        #expect(schedule.due(at: .max).count == left.count)
        #expect(schedule.nextDue == schedule.entries().first?.time)
    }

    @Test func goesByTheBytesOfKeys() throws {
        var schedule = try schedule(["/é": 1, "/e\u{301}": 2])
        #expect(schedule.count == 2)
        schedule.apply(.remove(JSONPointer(["é"])))
        #expect(schedule.nextDue == 2)
    }

    @Test func readsWhatItWrites() throws {
        let schedule = try schedule(["/a~1b": 5, "/ключ/\"": 1_764_000_000_000, "/a~1b/c": 1])
        var strayTimes = 0
        #expect(try ExpirySchedule(parsing: schedule.bytes, strayTimes: &strayTimes) == schedule)
        #expect(try ExpirySchedule(parsing: ExpirySchedule().bytes, strayTimes: &strayTimes) == ExpirySchedule())
        #expect(strayTimes == 0)
    }

    @Test func doesWhatAListOfPathsDoes() throws {
        for seed in 0..<1500 {
            var random = RandomPatch(seed: UInt64(seed))
            var document = random.document()
            var schedule = ExpirySchedule()
            var model: [JSONPointer: Int64] = [:]
            for _ in 0..<8 {
                for operation in random.fittingPatch(for: document).operations {
                    try StatePatch([operation]).apply(to: &document)
                    schedule.apply(operation)
                    if case .expire(let path, let time) = operation { model[path] = time }
                    if case .remove(let path) = operation {
                        model = model.filter { !$0.key.tokens.starts(with: path.tokens) { $0.utf8.elementsEqual($1.utf8) } }
                    }
                    // What is left is what the document has: the two are never apart.
                    model = model.filter { hasThroughObjects(document, $0.key) }
                }
                let expected = model.map { "\($0.key) \($0.value)" }.sorted()
                #expect(listing(schedule).sorted() == expected, "seed \(seed)")
                #expect(schedule.due(at: 10).count == model.values.filter { $0 <= 10 }.count)
                #expect(schedule.nextDue == model.values.min())
            }
        }
    }

    private func hasThroughObjects(_ document: JSONValue, _ path: JSONPointer) -> Bool {
        var value = document
        for token in path.tokens {
            guard let member = value.object?[token] else { return false }
            value = member
        }
        return true
    }

    /// What older versions stored: it is as good as the nearest time that there is.
    @Test(arguments: [(Int64.min, 0), (-1, 0), (Int64.max, 8_640_000_000_000_000)] as [(Int64, Int64)])
    func takesATimeThatIsNoneForTheNearestOne(time: Int64, nearest: Int64) throws {
        #expect(try schedule(["/a": time]).nextDue == nearest)
        var strayTimes = 0
        let stored = try ExpirySchedule(parsing: Array(#"[{"op":"expire","path":"/a","at":\#(time)}]"#.utf8), strayTimes: &strayTimes)
        #expect(stored.nextDue == nearest && strayTimes == 1)
    }

    /// Counted and not timed: a slice of what is due looks at a few of the entries, and old ones are passed over.
    @Test func givesWhatIsDueInSlices() throws {
        var schedule = ExpirySchedule()
        for number in (0..<10_000).reversed() { schedule.apply(.expire(JSONPointer(["calls", "c\(number)"]), at: Int64(number))) }
        for number in stride(from: 0, to: 10_000, by: 2) {
            schedule.apply(.expire(JSONPointer(["calls", "c\(number)"]), at: Int64(20_000 + number)))
        }
        var seen: [String] = []
        while case let slice = schedule.due(at: 10_000, limit: 250), !slice.isEmpty {
            #expect(slice.count <= 250)
            seen += slice.map { $0.tokens[1] }
            for place in slice { schedule.apply(.remove(place)) }
        }
        #expect(seen == stride(from: 1, to: 10_000, by: 2).map { "c\($0)" })
        #expect(schedule.count == 5_000 && schedule.nextDue == 20_000)
    }

    @Test func staysQuickWithMany() throws {
        func time(entries: Int) -> Duration {
            var schedule = ExpirySchedule()
            for number in 0..<entries { schedule.apply(.expire(JSONPointer(["calls", "c\(number)"]), at: Int64(number))) }
            return ContinuousClock().measure {
                for number in 0..<2000 {
                    let path = JSONPointer(["calls", "c\(number % 50)"])
                    schedule.apply(.expire(path, at: Int64(entries + number)))
                    schedule.apply(.replace(path.appending("n"), 1))
                    schedule.apply(.remove(path))
                    schedule.apply(.expire(path, at: Int64(number)))
                }
            }
        }
        let few = (0..<3).map { _ in time(entries: 100) }.min() ?? .zero
        let many = (0..<3).map { _ in time(entries: 100_000) }.min() ?? .zero
        #expect(many < few * 20, "\(few) with 100 entries, \(many) with 100,000")
    }
}
