import NIOCore

extension SocketAddress {
    /// Whether both are addresses of one host, whatever their ports are. Copies neither: it is asked for each request.
    func isOfSameHost(as other: SocketAddress) -> Bool {
        // The ranges are those of the addresses in the system's structures.
        switch (self, other) {
        case (.v4(let left), .v4(let right)): Self.areSame(4..<8, left.address, right.address)
        case (.v6(let left), .v6(let right)): Self.areSame(8..<24, left.address, right.address)
        default: false
        }
    }

    private static func areSame<Address>(_ range: Range<Int>, _ left: Address, _ right: Address) -> Bool {
        withUnsafeBytes(of: left) { left in
            withUnsafeBytes(of: right) { right in left[range].elementsEqual(right[range]) }
        }
    }
}
