/// Where something that was typed or returned leads.
package struct Branch<Key: Sendable & Equatable>: Sendable, Equatable {
    package var key: Key
    package var link: Link

    package init(_ key: Key, _ link: Link) {
        self.key = key
        self.link = link
    }
}
