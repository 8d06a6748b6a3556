/// How long answers took, in microseconds, to 1.6 % and in a fixed space.
struct Histogram {
    /// Each power of two has this many buckets.
    private static let resolution = 64

    private var counts = [UInt32](repeating: 0, count: 60 * resolution)
    private(set) var count = 0
    private(set) var most: UInt64 = 0

    mutating func add(_ microseconds: UInt64) {
        counts[Self.bucket(microseconds)] += 1
        count += 1
        most = max(most, microseconds)
    }

    /// The time within which a part of the answers came, such as 0.99; 0 without answers.
    func quantile(_ part: Double) -> UInt64 {
        let wanted = Int((Double(count) * part).rounded(.up))
        var seen = 0
        for (bucket, count) in counts.enumerated() where count > 0 {
            seen += Int(count)
            if seen >= wanted { return min(Self.upperBound(bucket), most) }
        }
        return most
    }

    private static func bucket(_ value: UInt64) -> Int {
        guard value >= UInt64(resolution) else { return Int(value) }
        let shift = 64 - value.leadingZeroBitCount - resolution.trailingZeroBitCount - 1
        return (shift + 1) * resolution + Int(value >> UInt64(shift)) - resolution
    }

    private static func upperBound(_ bucket: Int) -> UInt64 {
        guard bucket >= resolution else { return UInt64(bucket) }
        let shift = bucket / resolution - 1
        return (UInt64(bucket % resolution + resolution + 1) << UInt64(shift)) - 1
    }
}
