/// How late one event loop comes to what it is given, as the host measures it from inside.
package struct LoopReport: Sendable {
    package struct Delays: Sendable {
        package let samples: Int
        package let median: Duration
        /// The delay that 999 of 1,000 samples do not exceed.
        package let permille999: Duration
        package let longest: Duration

        init(_ histogram: DelayHistogram) {
            samples = histogram.count
            median = histogram.permille(500)
            permille999 = histogram.permille(999)
            longest = histogram.longest
        }
    }

    /// Which loop, from 1.
    package let number: Int
    /// Since the start, and in the last five to six minutes.
    package let all: Delays
    package let recent: Delays
    /// Since the start, without the time in which the loop was ready and got no processor: what the host itself is to blame for.
    package let own: Delays
    /// How often the loop stood still for longer than ``LoopWatch/stall``.
    package let stalls: Int
    /// How often it did so for want of a processor.
    package let starvations: Int
    /// What was told of the last stall, nil for none.
    package let lastStall: String?
}
