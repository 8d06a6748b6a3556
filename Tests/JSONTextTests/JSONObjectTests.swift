import JSONText
import TestSupport
import Testing

struct JSONObjectTests {
    @Test func behavesAsAListOfMembersDoes() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            var object = JSONObject()
            var model: [(key: String, value: JSONValue)] = []
            for step in 0..<200 {
                let key = "k\(Int.random(in: 0..<25, using: &random))"
                let place = model.firstIndex { $0.key == key }
                switch (Int.random(in: 0..<3, using: &random), place) {
                case (0, let place?): model.remove(at: place)
                case (0, nil): break
                case (_, let place?): model[place].value = .number(JSONNumber(step))
                case (_, nil): model.append((key, .number(JSONNumber(step))))
                }
                object[key] = model.first { $0.key == key }?.value
                #expect(object.count == model.count)
                #expect(object.isEmpty == model.isEmpty)
                #expect(object.keys == model.map(\.key))
                #expect(object.map(\.value) == model.map(\.value))
                #expect(object[key] == model.first { $0.key == key }?.value)
            }
        }
    }

    @Test(arguments: [3, 30])
    func changesMembersInPlace(_ count: Int) {
        var object = JSONObject(members: (0..<count).map { ("k\($0)", .array([])) })
        func append(_ value: JSONValue, to member: inout JSONValue?) {
            guard case .array(var elements) = member else { return }
            member = nil
            elements.append(value)
            member = .array(elements)
        }
        append(1, to: &object["k1"])
        append(2, to: &object["k1"])
        append(3, to: &object["absent"])
        #expect(object["k1"] == [1, 2])
        #expect(object.keys == (0..<count).map { "k\($0)" })
        func remove(_ member: inout JSONValue?) { member = nil }
        func put(_ member: inout JSONValue?) { member = true }
        remove(&object["k0"])
        put(&object["new"])
        #expect(object.keys == (1..<count).map { "k\($0)" } + ["new"])
        #expect(object.count == count)
    }

    @Test(arguments: [2, 20])
    func takesCanonicallyEquivalentKeysForTwo(_ others: Int) throws {
        var object = JSONObject(members: (0..<others).map { ("\($0)", .null) })
        object["\u{e9}"] = 1
        object["e\u{301}"] = 2
        #expect(object.count == others + 2)
        #expect(object["\u{e9}"] == 1)
        #expect(object["e\u{301}"] == 2)
        #expect(try JSONValue(parsing: JSONValue.object(object).text) == .object(object))
    }

    @Test func equalsInAnyOrder() {
        #expect(["a": 1, "b": 2] as JSONObject == ["b": 2, "a": 1])
        #expect(["a": 1, "b": 2] as JSONObject != ["b": 2, "a": 2])
        #expect(["a": 1] as JSONObject != ["a": 1, "b": 2])
        #expect(["a": nil] as JSONObject != ["b": nil])
    }

    @Test func keepsTheLastValueOfAKeyWrittenTwice() {
        #expect((["a": 1, "b": 2, "a": 3] as JSONObject).map(\.value) == [3, 2])
    }

    @Test func keepsTheValueOfACopyWhenChanged() {
        var object: JSONObject = ["a": [1]]
        let copy = object
        object["a"] = nil
        object["b"] = 2
        #expect(copy == ["a": [1]])
    }
}
