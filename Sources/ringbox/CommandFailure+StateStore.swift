import StateStore

extension CommandFailure {
    init(_ error: StateStoreError) {
        let code: Code =
            switch error {
            case .inUse: .unavailable
            case .cannotMakeFolder: .cannotCreate
            case .noSuchVersion, .versionNotKept: .failure
            default: .inputOutput
            }
        self.init(code, error.description)
    }

    init(_ error: StateEditError) {
        if case .store(let error) = error {
            self.init(error)
        } else {
            self.init(.failure, error.description)
        }
    }
}
