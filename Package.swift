// swift-tools-version: 6.2
import PackageDescription

/// One strict set for every target: Swift 6 concurrency, explicit `any`, imports that stay inside their
/// file, members only from modules that the file imports, and no warning left standing.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "ringbox",
    products: [
        .executable(name: "ringbox", targets: ["ringbox"]),
        .executable(name: "ringbox-worker", targets: ["ringbox-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CJavaScriptCore",
            pkgConfig: "javascriptcoregtk-4.1",
            providers: [.apt(["libjavascriptcoregtk-4.1-dev"])]
        ),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "PlainText", swiftSettings: strict),
        .target(name: "HTTPText", swiftSettings: strict),
        .target(name: "TextFilters", dependencies: ["CLinux", "HTTPText", "JSONText"], swiftSettings: strict),
        .target(
            name: "YAMLText", dependencies: ["JSONText", "PlainText", .product(name: "Yams", package: "Yams")], swiftSettings: strict),
        .target(name: "ScriptEngine", dependencies: ["CJavaScriptCore"], swiftSettings: strict),
        .target(name: "WorkerProtocol", swiftSettings: strict),
        .target(
            name: "WorkerRuntime",
            dependencies: ["ScriptEngine", "WorkerProtocol"],
            resources: [.embedInCode("Scripts")],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CLinux"),
        .target(name: "ChildPrograms", dependencies: ["CLinux"], swiftSettings: strict),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .target(name: "WorkerJail", dependencies: ["CLinux", "WorkerProtocol"], swiftSettings: strict),
        .target(name: "CRandomDevice"),
        .target(name: "CSpareThreads"),
        .executableTarget(
            name: "ringbox-worker", dependencies: ["CRandomDevice", "WorkerJail", "WorkerProtocol", "WorkerRuntime"], swiftSettings: strict),
        .target(name: "PBXInstructions", dependencies: ["JSONText"], swiftSettings: strict),
        .target(name: "VirtualPBX", dependencies: ["JSONText", "PBXInstructions", "PlainText", "YAMLText"], swiftSettings: strict),
        .target(
            name: "PBXClient",
            dependencies: [
                "VirtualPBX",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "FastAGI",
            dependencies: [
                "ChildPrograms", "PBXInstructions", "PlainText", "VirtualPBX",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(name: "StateStore", dependencies: ["JSONText"], swiftSettings: strict),
        .target(
            name: "SQLiteStateStore",
            dependencies: [
                "CLZ4", "CXXHash", "StateStore", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "HandlerHost",
            dependencies: [
                "CLinux", "ChildPrograms", "HTTPText", "JSONText", "PBXInstructions", "PlainText", "StateStore", "TextFilters",
                "WorkerProtocol", "YAMLText",
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
        .executableTarget(
            name: "ringbox",
            dependencies: [
                "CSpareThreads", "ChildPrograms", "FastAGI", "HTTPFrontend", "HTTPText", "HandlerHost", "JSONText", "PBXClient",
                "PBXInstructions", "PlainText", "SQLiteStateStore", "StateStore", "TextFilters", "VirtualPBX", "YAMLText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CProbe", path: "Tests/CProbe"),
        .executableTarget(
            name: "ringbox-jail-probe", dependencies: ["CProbe", "WorkerJail"], path: "Tests/JailProbe", swiftSettings: strict),
        .executableTarget(name: "ringbox-lean-kernel", dependencies: ["CProbe"], path: "Tests/LeanKernel", swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["ChildPrograms", "CLinux"], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "ChildProgramsTests", dependencies: ["ChildPrograms", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "PlainTextTests", dependencies: ["PlainText", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "TextFiltersTests", dependencies: ["JSONText", "TextFilters", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "HTTPTextTests", dependencies: ["HTTPText", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "ScriptEngineTests", dependencies: ["ScriptEngine", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "WorkerProtocolTests", dependencies: ["WorkerProtocol", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "WorkerRuntimeTests",
            dependencies: ["JSONText", "ScriptEngine", "StateStore", "WorkerProtocol", "WorkerRuntime", "TestSupport"],
            exclude: ["Scripts"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WorkerJailTests",
            dependencies: [
                "TestSupport", "WorkerJail", "WorkerProtocol", "ringbox-jail-probe", "ringbox-lean-kernel", "ringbox", "ringbox-worker",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PBXInstructionsTests",
            dependencies: ["JSONText", "PBXInstructions", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .target(name: "CallTrial", dependencies: ["PBXInstructions", "VirtualPBX"], path: "Tests/CallTrial", swiftSettings: strict),
        .testTarget(
            name: "VirtualPBXTests", dependencies: ["CallTrial", "JSONText", "PBXInstructions", "TestSupport", "VirtualPBX", "YAMLText"],
            swiftSettings: strict),
        .testTarget(name: "PBXClientTests", dependencies: ["PBXClient", "TestSupport", "VirtualPBX"], swiftSettings: strict),
        .testTarget(
            name: "FastAGITests",
            dependencies: [
                "FastAGI", "PBXInstructions", "TestSupport", "VirtualPBX",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "StateStoreTests", dependencies: ["JSONText", "StateStore", "TestSupport"], swiftSettings: strict),
        .target(name: "CDiskRecorder", path: "Tests/DiskRecorder"),
        .executableTarget(
            name: "ringbox-store-trial",
            dependencies: [
                "CDiskRecorder", "JSONText", "SQLiteStateStore", "StateStore", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/StoreTrial",
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteStateStoreTests",
            dependencies: [
                "JSONText", "SQLiteStateStore", "StateStore", "TestSupport", "ringbox-store-trial",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HandlerHostTests",
            dependencies: [
                "HTTPText", "HandlerHost", "JSONText", "PBXInstructions", "PlainText", "StateStore", "TestSupport", "TextFilters",
                "WorkerProtocol", "YAMLText",
                "hostile-worker", "ringbox-worker",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "hostile-worker", dependencies: ["WorkerProtocol", "WorkerRuntime"], path: "Tests/HostileWorker",
            swiftSettings: strict
        ),
        .testTarget(
            name: "HTTPFrontendTests",
            dependencies: [
                "HTTPFrontend", "HTTPText", "HandlerHost", "JSONText", "StateStore", "TestSupport", "ringbox-worker",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ringboxTests",
            dependencies: [
                "ChildPrograms", "FastAGI", "HTTPFrontend", "HTTPText", "HandlerHost", "JSONText", "SQLiteStateStore", "StateStore",
                "TestSupport", "ringbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["JSONText", "SQLiteStateStore", "StateStore", "TestSupport", "ringbox", "ringbox-worker"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HostileTests",
            dependencies: ["JSONText", "TestSupport", "ringbox", "ringbox-worker"],
            resources: [.copy("Cases")],
            swiftSettings: strict
        ),
    ]
)
