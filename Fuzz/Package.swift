// swift-tools-version: 6.2
import PackageDescription

/// As strict as the package whose sources these are.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A fuzzer: one file with `LLVMFuzzerTestOneInput`, and whatever the file compares the code with.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "fuzz-\(name)",
        dependencies: ["FuzzSupport"] + dependencies,
        path: "Targets/fuzz-\(name)",
        swiftSettings: strict
    )
}

let package = Package(
    name: "ringbox-fuzz",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // The modules under test: Sources is a link to the sources of Ringbox, so they are these files and no copies.
        .systemLibrary(name: "CLinux"),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "WorkerProtocol", swiftSettings: strict),
        .target(name: "ChildPrograms", dependencies: ["CLinux"], swiftSettings: strict),
        .target(name: "PlainText", swiftSettings: strict),
        .target(name: "HTTPText", swiftSettings: strict),
        .target(name: "TextFilters", dependencies: ["CLinux", "HTTPText", "JSONText"], swiftSettings: strict),
        .target(
            name: "YAMLText", dependencies: ["JSONText", "PlainText", .product(name: "Yams", package: "Yams")], swiftSettings: strict),
        .target(name: "PBXInstructions", dependencies: ["JSONText"], swiftSettings: strict),
        .target(name: "VirtualPBX", dependencies: ["JSONText", "PBXInstructions", "PlainText", "YAMLText"], swiftSettings: strict),
        .target(name: "StateStore", dependencies: ["JSONText"], swiftSettings: strict),
        .target(
            name: "HandlerHost",
            dependencies: [
                "CLinux", "ChildPrograms", "HTTPText", "JSONText", "PBXInstructions", "PlainText", "StateStore", "TextFilters",
                "WorkerProtocol",
                "YAMLText",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "HTTPFrontend",
            dependencies: [
                "ChildPrograms", "HTTPText", "HandlerHost", "JSONText",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(name: "FuzzSupport", dependencies: ["YAMLText"], path: "Targets/FuzzSupport", swiftSettings: strict),
        fuzzer(
            "frames",
            [
                "HTTPText", "HandlerHost", "PBXInstructions", "PlainText", "WorkerProtocol",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
        .target(
            name: "CallTrial", dependencies: ["PBXInstructions", "VirtualPBX"], path: "Targets/CallTrial", swiftSettings: strict),
        fuzzer(
            "admin",
            [
                "HTTPFrontend", "HTTPText", "HandlerHost", "JSONText", "StateStore",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
        fuzzer("addresses", ["HTTPText", "HandlerHost", "PlainText"]),
        fuzzer("heads", ["HTTPText"]),
        fuzzer("calls", ["CallTrial"]),
        fuzzer("scenarios", ["CallTrial", "VirtualPBX", "YAMLText"]),
        fuzzer("settings", ["HandlerHost", "JSONText", "PBXInstructions", "YAMLText"]),
        fuzzer(
            "parameters",
            ["HTTPText", "HandlerHost", "JSONText", "PBXInstructions", .product(name: "NIOCore", package: "swift-nio")]),
        fuzzer("instructions", ["JSONText", "PBXInstructions"]),
        fuzzer("patches", ["JSONText", "StateStore"]),
        fuzzer("journals", ["JSONText", "StateStore"]),
        fuzzer(
            "conversations",
            [
                "ChildPrograms", "HTTPText", "HandlerHost", "JSONText", "PBXInstructions", "PlainText", "StateStore", "WorkerProtocol",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
    ]
)
