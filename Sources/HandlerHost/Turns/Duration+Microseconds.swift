extension Duration {
    /// Whole microseconds, rounded down, at most `Int64.max`.
    var microseconds: Int64 {
        let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : seconds + components.attoseconds / 1_000_000_000_000
    }
}
