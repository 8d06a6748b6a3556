import HTTPText
import Testing

@testable import HandlerHost

struct RateTests {
    private static let second: Int64 = 1_000_000_000

    @Test(arguments: [
        "", "50", "50/", "/s", "50/d", "0/s", "-1/s", "1.5/s", "50 /s", "50/s burst", "50/s burst 0", "50/s burst x", "9999999/s",
        "50/s 200", "1/h burst 9999999", "1/h burst 8785",
    ])
    func whatIsNoRateIsNone(_ text: String) {
        #expect(RateLimit(text) == nil)
    }

    @Test func aBucketFillsUpAtTheRate() throws {
        let limit = try #require(RateLimit("10/s burst 3"))
        var bucket = TokenBucket()
        for _ in 0..<3 { #expect(bucket.take(limit, now: 0) == nil) }
        #expect(bucket.take(limit, now: 0) == Self.second / 10)
        #expect(bucket.take(limit, now: Self.second / 10) == nil)
        #expect(bucket.take(limit, now: Self.second / 10) != nil)
        // Over any length of time no more than the rate.
        let count = (0..<10_000).filter { bucket.take(limit, now: Self.second + Int64($0) * Self.second / 1_000) == nil }.count
        #expect((100...103).contains(count))
    }

    /// What the longest filling and a clock that runs for a century make is no overflow.
    @Test(arguments: ["1/h burst 8784", "1000000/s burst 9999999"])
    func theLargestBucketsAreCountedToo(text: String) throws {
        let limit = try #require(RateLimit(text))
        for moment in [0, 100 * 366 * 86_400 * Self.second] {
            var full = TokenBucket()
            #expect(full.take(limit, now: moment) == nil)
            var empty = TokenBucket(fullAt: moment + limit.interval * Int64(limit.burst))
            #expect(empty.take(limit, now: moment) == limit.interval)
            #expect(empty.take(limit, now: moment + limit.interval) == nil)
        }
    }

    @Test func aFloodOfAddressesNeedsNoMoreRoomAndDoesNotHarmTheKnown() throws {
        let limit = try #require(RateLimit("1/h burst 2"))
        let callers = CallerBuckets(limit, room: 1_024)
        let known = try #require(IPAddress("192.0.2.1"))
        #expect(callers.take(known, now: 0) == nil)
        var letIn = 0
        for number in 0..<100_000 {
            let address = try #require(IPAddress("2001:db8:\(String(number / 65_536, radix: 16)):\(String(number % 65_536, radix: 16))::1"))
            if callers.take(address, now: 1) == nil { letIn += 1 }
        }
        #expect(callers.count <= 1_024)
        // As many as there is room for, and two for each of the sixteen that the others share.
        #expect(letIn <= 1_024 + 32)
        #expect(callers.take(known, now: 2) == nil)
        #expect(callers.take(known, now: 3) != nil)
        // When their buckets are full again, the addresses make room.
        let later = 3_600 * Self.second * 3
        #expect(callers.take(try #require(IPAddress("198.51.100.1")), now: later) == nil)
        #expect(callers.count < 1_024)
    }

    @Test(arguments: [
        ("/a?token=x", "/a?token=***"), ("/a?b=1&to%6ben=x&c", "/a?b=1&token=***&c"), ("/a?Token=x", "/a?Token=x"),
        ("/token=x", "/token=x"),
        ("/a?b=token=x", "/a?b=token=x"),
    ])
    func aTokenIsMasked(_ target: String, _ expected: String) {
        #expect(TokenParameter.masked(in: target) == expected)
    }

    @Test func secretsDoNotShowInDescriptions() {
        struct Holder { let rules: AccessRules }
        var rules = AccessRules()
        rules.tokens = [Secret("AAAAAAAA")]
        var dumped = ""
        dump(Holder(rules: rules), to: &dumped)
        for text in ["\(rules)", String(reflecting: rules), dumped] { #expect(!text.contains("65, 65") && !text.contains("AAAA")) }
    }
}
