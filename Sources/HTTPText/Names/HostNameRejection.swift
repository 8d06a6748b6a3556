/// A reason on its way to the place that knows the whole host.
struct HostNameRejection: Error {
    var reason: HostNameError.Reason
}
