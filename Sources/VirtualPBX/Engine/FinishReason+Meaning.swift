extension FinishReason {
    /// Whether a call that ends like this went as its scenario wants it.
    package var isGood: Bool {
        switch self {
        case .success, .caller, .scenario: true
        case .transfer, .incorrectInput, .noOperation, .tooLate, .tooManyTransitions: false
        }
    }
}
