/// What a scenario is looked at against; what is not known is nil, and not looked at.
package struct ScenarioSurroundings: Sendable {
    /// What becomes of a request for a path of the sandbox.
    package enum Route: Sendable, Equatable {
        case answered
        /// The path does not answer this method; those that it does, of the ones that a scenario can have.
        case otherMethods([String])
        /// The sandbox does not have it; the template that is nearest to it, if there is any.
        case missing(nearest: String?)
    }

    /// What the sandbox answers; the path comes without its query.
    package var route: (@Sendable (_ method: String, _ path: String) -> Route)?
    /// The names of the files in the sandbox's `sounds/` folder.
    package var sounds: Set<String>?
    /// The servers outside the sandbox that may be asked.
    package var urls: ScenarioURLs?

    package init(
        route: (@Sendable (_ method: String, _ path: String) -> Route)? = nil, sounds: Set<String>? = nil, urls: ScenarioURLs? = nil
    ) {
        self.route = route
        self.sounds = sounds
        self.urls = urls
    }
}
