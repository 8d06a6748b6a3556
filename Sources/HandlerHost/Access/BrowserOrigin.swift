/// What a browser says of the page that has it send a request. Programs that are no browsers say nothing.
enum BrowserOrigin {
    /// Whether the page is one of another host than the one that is asked.
    ///
    /// - Parameter host: The value of the `Host` header.
    static func isOtherSite(_ request: IncomingRequest, host: String?) -> Bool {
        if request.header("sec-fetch-site")?.lowercased() == "cross-site" { return true }
        guard let origin = request.header("origin") else { return false }
        // Without a scheme it is "null": a page that hides where it is from.
        guard let scheme = origin.firstRange(of: "://"), let host else { return true }
        return name(origin[scheme.upperBound...]) != name(host[...])
    }

    /// A host without its port: sandboxes of one host may be asked at several.
    private static func name(_ authority: Substring) -> String {
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.firstIndex(of: ":")
        return authority[..<(end ?? authority.endIndex)].lowercased()
    }
}
