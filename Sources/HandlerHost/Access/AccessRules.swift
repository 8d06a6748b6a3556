import HTTPText

/// Who may call a sandbox: everybody who meets each kind of rule that is given.
package struct AccessRules: Sendable, Equatable {
    /// A caller has to show one of them; empty when none is wanted.
    package var tokens: [Secret] = []
    /// A caller's address has to be in one of them; empty when any may call.
    package var addresses: [AddressRange] = []

    package init() {}

    package var isOpen: Bool { tokens.isEmpty && addresses.isEmpty }

    /// Why a request is refused.
    enum Refusal: Equatable {
        case address
        /// A page of another site had somebody's browser send it.
        case otherSite
        case noToken
        case wrongToken
    }

    /// Looks at a request, the address first: from a wrong one nobody learns anything about tokens.
    ///
    /// - Parameters:
    ///   - caller: The address that counts as the caller's.
    ///   - query: Undecoded.
    ///   - isFromOtherSite: Whether a page of another site has it sent. Such a page knows no token, but has the address of whoever
    ///     looks at it.
    func refusal(caller: String, authorization: String?, query: String, isFromOtherSite: Bool) -> Refusal? {
        if !addresses.isEmpty {
            guard let address = IPAddress(caller), addresses.contains(where: { $0.contains(address) }) else { return .address }
        }
        guard !tokens.isEmpty else { return isFromOtherSite ? .otherSite : nil }
        let bearer = Secret.bearer(authorization)
        let parameter = TokenParameter.value(in: query)
        if let bearer, isKnown(bearer) { return nil }
        if let parameter, isKnown(parameter.utf8) { return nil }
        return bearer == nil && parameter == nil ? .noToken : .wrongToken
    }

    /// Compares with all, so that the time does not tell which one is nearly right.
    private func isKnown(_ shown: some Collection<UInt8>) -> Bool {
        var isKnown = false
        for token in tokens where token.matches(shown) { isKnown = true }
        return isKnown
    }
}
