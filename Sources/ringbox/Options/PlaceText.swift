import HandlerHost
import JSONText

/// A place in a state, as it is typed: `/couriers/74952345678`.
enum PlaceText {
    /// - Throws: ``CommandFailure`` that says how a place is written.
    static func pointer(_ text: String?) throws(CommandFailure) -> JSONPointer {
        do {
            return try StatePlace.pointer(text ?? "")
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }
}
