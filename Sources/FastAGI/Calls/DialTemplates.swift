import PBXInstructions

/// How each kind of destination is written for `Dial`.
package struct DialTemplates: Sendable, Equatable {
    package var number: DialTemplate
    package var `extension`: DialTemplate
    package var sipLogin: DialTemplate

    package init(number: DialTemplate, extension: DialTemplate, sipLogin: DialTemplate) {
        self.number = number
        self.extension = `extension`
        self.sipLogin = sipLogin
    }

    func template(for destination: Destination) -> DialTemplate {
        switch destination.kind {
        case .number: number
        case .extension: `extension`
        case .sipLogin: sipLogin
        }
    }

    /// The first argument of `Dial`: all of them at once.
    func text(for destinations: DestinationList) throws(AGIFault) -> String {
        var texts: [String] = []
        for destination in destinations.all { texts.append(try template(for: destination).text(for: destination)) }
        return texts.joined(separator: "&")
    }

    /// Which of them has answered, by what Asterisk says of it; the first one when that is none.
    func answered(_ destinations: DestinationList, peer: String?) -> Destination? {
        let matching = destinations.all.first { destination in
            let template = template(for: destination)
            guard let peer, let text = try? template.text(for: destination) else { return false }
            return template.peer(text) == peer
        }
        return matching ?? destinations.all.first
    }
}
