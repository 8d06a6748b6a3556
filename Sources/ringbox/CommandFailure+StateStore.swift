import StateStore

extension CommandFailure {
    init(_ error: StateStoreError) {
        let code: Code =
            switch error {
            case .inUse: .unavailable
            case .cannotMakeFolder: .cannotCreate
            default: .inputOutput
            }
        self.init(code, error.description)
    }
}
