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
        // What the store says is for a host, which goes on.
        if case .file(let name, .diskFull) = error {
            self.init(code, "\(name) cannot grow, the disk is full: make room and try again")
        } else {
            self.init(code, error.description)
        }
    }

    init(_ error: StateEditError) {
        if case .store(let error) = error {
            self.init(error)
        } else {
            self.init(.failure, error.description)
        }
    }
}
