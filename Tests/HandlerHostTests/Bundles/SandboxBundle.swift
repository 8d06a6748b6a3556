import HandlerHost

/// The bundle of a sandbox, in files that import Foundation, which has a `Bundle` of its own.
typealias SandboxBundle = Bundle
