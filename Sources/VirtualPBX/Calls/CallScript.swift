package import PBXInstructions

/// The people of a call that nobody plays live, the caller and whoever is rung, and what goes wrong on the way to the handlers.
package protocol CallScript {
    /// What somebody does before anything else happens to the call; nil for waiting on.
    ///
    /// Asked again and again, as long as the call goes on.
    ///
    /// - Parameters:
    ///   - situation: What the call waits for.
    ///   - time: Since the call came in.
    mutating func move(in situation: CallSituation, at time: Duration) -> CallMove?

    /// Told of each step.
    mutating func note(_ step: TimedNote)

    /// What becomes of somebody who is rung, and after how long; nil for nobody answers.
    mutating func reaction(of destination: Destination) -> CallReaction?

    /// What goes wrong with a question that is about to be put, on purpose; nil for a question that the handler gets.
    mutating func fault(of request: HandlerRequest) -> CallFault?
}

extension CallScript {
    package mutating func fault(of request: HandlerRequest) -> CallFault? { nil }
}

/// What a call waits for.
package struct CallSituation: Sendable, Equatable {
    /// Something plays.
    package var isPlaying = false
    /// Keys count: for a menu, or for a code.
    package var isCollecting = false
    package var isDialling = false
    package var isTalking = false
    package var isRecording = false
    /// When something happens by itself, such as the end of a prompt or of a timer; nil when nothing does.
    package var next: Duration?
}

/// What somebody does.
package struct CallMove: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case press(Character)
        case callerHangsUp
        case employeeHangsUp
    }

    package var kind: Kind
    /// How long it takes. What would happen meanwhile comes first, and then there may be another move.
    package var delay: Duration

    package init(_ kind: Kind, after delay: Duration) {
        self.kind = kind
        self.delay = delay
    }
}

/// What becomes of somebody who is rung.
package struct CallReaction: Sendable, Equatable {
    /// Nil for who answers.
    package var failure: DialFailure?
    package var delay: Duration

    package init(_ failure: DialFailure?, after delay: Duration) {
        self.failure = failure
        self.delay = delay
    }
}
