/// A reason on its way to the place that knows the whole definition.
struct RouteTemplateRejection: Error {
    var reason: RouteError.Reason
}
