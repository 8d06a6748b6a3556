/// The JavaScript that every realm starts with, as one script: its completion value is a function of the host's functions.
enum RuntimeSource {
    /// Shown in stacks; frames of it are none of the author's business.
    static let file = "ringbox:runtime"

    /// In the order in which they run: each part adds to `runtime` what the later ones use.
    private static let parts: [[UInt8]] = [
        PackageResources.primordials_js, PackageResources.boot_js, PackageResources.inspect_js, PackageResources.console_js,
        PackageResources.text_js, PackageResources.nodes_js, PackageResources.changes_js, PackageResources.reads_js,
        PackageResources.views_js, PackageResources.sizes_js, PackageResources.storable_js, PackageResources.settle_js,
        PackageResources.shortened_js, PackageResources.difference_js, PackageResources.arrays_js, PackageResources.patches_js,
        PackageResources.state_js,
        PackageResources.expire_js, PackageResources.clone_js, PackageResources.request_js, PackageResources.response_js,
        PackageResources.slips_js,
        PackageResources.modules_js, PackageResources.sandbox_js, PackageResources.routes_js, PackageResources.waits_js,
        PackageResources.turn_js, PackageResources.host_js,
    ]

    /// The host's functions, in the order in which the script's completion value takes them.
    static let hostFunctions = ["log", "reply", "suspend", "startTimer", "stopTimer", "compile", "text", "script", "register", "exceeded"]

    static var script: [UInt8] {
        let names = hostFunctions.joined(separator: ", ")
        var source = Array("(function (\(names)) {\n\"use strict\";\n".utf8)
        source += Array("const runtime = { __proto__: null };\n".utf8)
        source += Array("const host = { __proto__: null, \(names) };\n".utf8)
        for part in parts {
            source += part
            source += Array("(runtime, host);\n".utf8)
        }
        source += Array("})".utf8)
        return source
    }
}
