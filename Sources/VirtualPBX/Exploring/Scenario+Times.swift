extension Scenario {
    /// Times at which calls go every way that the clock decides: each operation with working hours is open at one of them and closed
    /// at another, as far as it ever is.
    ///
    /// - Parameter start: In seconds since 1970: the first of the times, and the beginning of the week that the others are in.
    package func tellingTimes(from start: Int64) -> [Int64] {
        var times = [start]
        for operation in operations {
            guard case .hours(let hours) = operation.kind else { continue }
            for isOpen in [true, false] where !times.contains(where: { hours.hours.contains($0) == isOpen }) {
                // Working hours are whole minutes, and few people have shorter breaks than a quarter of an hour.
                let quarters = (0..<7 * 96).lazy.map { start + Int64($0) * 900 }
                if let time = quarters.first(where: { hours.hours.contains($0) == isOpen }) { times.append(time) }
            }
        }
        return times
    }
}
