import JSONText
import Testing

struct JSONNumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1.0", 1), ("1e2", 100), ("10e-1", 1), ("1200.00e-2", 12), ("0.5e1", 5), ("-1.20e2", -120),
        ("0.000e999999999999999999999", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ("9223372036854775807.0", .max), ("-922337203685477580.8e1", .min), ("0.0001e4", 1),
    ])
    func isAnIntWhenItIsWhole(_ literal: String, value: Int) throws {
        #expect(try #require(JSONNumber(literal: literal)).int == value)
    }

    @Test(arguments: [
        "0.5", "1e-1", "9223372036854775808", "-9223372036854775809", "9223372036854775808.0", "1e19", "1e400",
        "1e999999999999999999999999", "1e-999999999999999999999999", "99999999999999999999999.0",
    ])
    func isNoIntWhenItIsNotOrDoesNotFit(_ literal: String) throws {
        #expect(try #require(JSONNumber(literal: literal)).int == nil)
    }

    @Test(arguments: ["", "01", "1.", ".5", "+1", "1e", "1e+", "-", "NaN", "0x1", "1 ", " 1", "1,0", "--1", "1e1.5"])
    func refusesALiteralOutsideTheGrammar(_ literal: String) {
        #expect(JSONNumber(literal: literal) == nil)
    }

    @Test func isADoubleOnlyInItsRange() throws {
        #expect(JSONNumber(literal: "1e400")?.double == nil)
        #expect(JSONNumber(literal: "-1e400")?.double == nil)
        #expect(JSONNumber(literal: "0.1")?.double == 0.1)
        #expect(JSONNumber(literal: "1e-400")?.double == 0)
    }

    @Test(arguments: [
        (3.0, "3"), (-7.0, "-7"), (0.1, "0.1"), (-0.0, "-0.0"), (1e15, "1000000000000000"), (1e300, "1e+300"),
        (1e-300, "1e-300"),
    ])
    func writesADoubleInTheGrammar(_ value: Double, literal: String) {
        #expect(JSONNumber(value)?.literal == literal)
        #expect(JSONNumber(literal: literal)?.double == value)
    }

    @Test func refusesDoublesThatAreNoNumbers() {
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(Double.infinity) == nil)
    }

    @Test func equalsOnlyTheSameLiteral() {
        #expect(JSONNumber(literal: "1.0") != JSONNumber(1))
        #expect(JSONNumber(literal: "1") == JSONNumber(1))
    }
}
