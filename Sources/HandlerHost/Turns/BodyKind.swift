/// What a request's body is, by its `Content-Type`; the raw values are what handlers read as `req.contentType`.
enum BodyKind: String, Sendable {
    case json
    case xml
    case urlencoded
    case formdata
    case other = ""

    /// - Parameter contentType: The header's value, with or without parameters.
    init(contentType: String?) {
        guard let contentType else {
            self = .other
            return
        }
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        switch type {
        case "application/x-www-form-urlencoded": self = .urlencoded
        case "multipart/form-data": self = .formdata
        case "text/xml", "application/xml": self = .xml
        case _ where type.hasPrefix("application/json") || (type.hasPrefix("application/") && type.hasSuffix("+json")):
            self = .json
        case _ where type.hasPrefix("application/") && type.hasSuffix("+xml"): self = .xml
        default: self = .other
        }
    }
}
