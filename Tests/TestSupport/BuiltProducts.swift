import Foundation

/// Where the build put what the tests run.
package enum BuiltProducts {
    /// The path of an executable of this package, built together with the tests.
    package static func path(of executable: String) -> String {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: executable).path
    }

    /// The path of the checkout.
    package static var checkout: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    }
}
