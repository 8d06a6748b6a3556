/// What a browser says of the page that has it send a request. Programs that are no browsers say nothing.
///
/// Browsers send `Sec-Fetch-Site` only over TLS and to localhost. They send `Origin` with most requests, but not with those for images and
/// links. They send `Referer` unless the page forbids it. Without TLS a page can thus suppress all three.
enum BrowserOrigin {
    /// Whether the page is known to be one of another host than the one that is asked.
    ///
    /// - Parameter host: The value of the `Host` header.
    static func isOtherSite(_ request: IncomingRequest, host: String?) -> Bool {
        let site = request.header("sec-fetch-site")?.lowercased()
        if site == "cross-site" { return true }
        // It is one of a host beside this one, or of another port.
        let isNear = site == "same-site"
        guard let page = request.header("origin") ?? (site == nil || isNear ? request.header("referer") : nil) else { return isNear }
        // Without a scheme it is "null": a page that hides where it is from.
        guard let scheme = page.firstRange(of: "://"), let host else { return true }
        return name(page[scheme.upperBound...].prefix { $0 != "/" }) != name(host[...])
    }

    /// A host without its port: sandboxes of one host may be asked at several.
    private static func name(_ authority: Substring) -> String {
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.firstIndex(of: ":")
        return authority[..<(end ?? authority.endIndex)].lowercased()
    }
}
