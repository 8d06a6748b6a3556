import JSONText
import StateStore

/// What may be put as a state by hand.
package enum StateDocument {
    /// - Throws: ``StateEditError`` unless `text` is the JSON text of an object, within `limit` bytes.
    package static func check(_ text: [UInt8], limit: Int) throws(StateEditError) {
        guard text.count <= limit else { throw .tooLarge(bytes: text.count, limit: limit) }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text, depthLimit: StatePatch.depthLimit)
        } catch {
            throw .notJSON(error)
        }
        guard value.object != nil else { throw .notAnObject(value.typeName) }
    }
}
