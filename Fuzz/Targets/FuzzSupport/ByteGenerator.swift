/// Takes its choices from the fuzzer's bytes, one byte each, and makes them up when there are no more.
package struct ByteGenerator: RandomNumberGenerator {
    private var input: FuzzInput
    private var state: UInt64 = 1

    package init(_ input: FuzzInput) { self.input = input }

    package mutating func next() -> UInt64 {
        guard input.isEmpty else { return UInt64(input.byte()) &* 0x0101_0101_0101_0101 }
        // The numbers of Knuth's MMIX: enough for what only has to end.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
