extension Operation {
    /// A way out of an operation.
    package struct Branch: Sendable, Equatable {
        /// When it is taken, for people: `code 2`, `key 1`, `next`, `backup`, `no answer`.
        package var label: String
        package var link: Link
    }

    /// All ways out, in the order in which people think of them.
    package var branches: [Branch] {
        switch kind {
        case .interactive(let operation):
            operation.codes.map { Branch(label: "code \($0.key)", link: $0.link) }
                + branch("next", operation.next) + branch("backup", operation.backup)
                + branch("no answer", operation.transfer.noAnswer)
        case .menu(let operation):
            operation.keys.map { Branch(label: "key \($0.key)", link: $0.link) } + branch("otherwise", operation.otherwise)
        case .message(let operation): branch("next", operation.next)
        case .transfer(let operation): branch("no answer", operation.settings.noAnswer)
        case .voicemail(let operation): branch("next", operation.next)
        case .hours(let operation): branch("open", operation.open) + branch("closed", operation.closed)
        case .goto(let link): branch("next", link)
        case .hangup: []
        }
    }

    private func branch(_ label: String, _ link: Link?) -> [Branch] {
        link.map { [Branch(label: label, link: $0)] } ?? []
    }
}
