// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ringbox-benchmarks",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "bare-server",
            dependencies: [.product(name: "Hummingbird", package: "hummingbird")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        // Needs nothing but the system, so that it builds in seconds and takes little of the machine that it measures.
        .executableTarget(name: "load-client", swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
    ]
)
