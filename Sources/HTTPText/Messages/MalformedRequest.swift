/// Why bytes on a connection are no request that is looked at. The connection is closed behind the answer.
package struct MalformedRequest: Error, Equatable {
    /// The HTTP status of the answer.
    package var status: Int
    /// One sentence for whoever sends such bytes.
    package var detail: String

    package init(_ status: Int = 400, _ detail: String) {
        self.status = status
        self.detail = detail
    }
}
