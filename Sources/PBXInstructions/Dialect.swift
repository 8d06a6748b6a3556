package import JSONText

/// The request and instruction format of one family of PBX.
package enum Dialect: String, Sendable, CaseIterable {
    /// "Interactive call processing" of UIS, CoMagic, CallGear and Novofon.
    case uis
    /// No PBX: nothing is read from the request and every reply is accepted.
    case none
}

extension Dialect {
    /// Reads what the PBX says about the call. Never fails: what is absent stays nil, what is odd is a warning.
    package func callRequest(from parameters: CallParameters) -> CallRequest {
        switch self {
        case .uis: UISCallReader.read(parameters)
        case .none: CallRequest()
        }
    }

    /// Checks the bytes of a reply before they are sent.
    ///
    /// - Parameters:
    ///   - bytes: The JSON text, empty when the handler returned nothing. Nothing is copied when the bytes are
    ///     contiguous, as those of an `UnsafeRawBufferPointer` are.
    ///   - slips: What the returned value had that the text does not show.
    package func check(reply bytes: some Collection<UInt8>, slips: [ReplySlip] = []) -> InstructionCheck {
        switch self {
        case .uis: UISReplyChecker.checkRepaired(bytes, slips: slips)
        case .none: InstructionCheck(instruction: nil, findings: [])
        }
    }

    /// The JSON Schema (draft 2020-12) of instructions, nil when the dialect has none.
    ///
    /// It accepts exactly the texts for which ``check(reply:slips:)`` without slips finds no error.
    package var jsonSchema: JSONValue? {
        switch self {
        case .uis: UISSchema.document
        case .none: nil
        }
    }

    /// The parameters of a request and the keys of an instruction as Markdown; empty when there are none.
    package var documentation: String {
        switch self {
        case .uis: UISDocumentation.markdown
        case .none: ""
        }
    }

    /// TypeScript declarations of `Call` (what `req.call` is) and `Instruction`; without instructions, `Instruction` is
    /// `unknown`.
    package var typeScript: String {
        switch self {
        case .uis: UISTypeScript.declarations
        case .none: UISTypeScript.declarationsWithoutInstructions
        }
    }
}
