/// The files that a new sandbox begins with.
enum SandboxTemplate {
    /// Paths in the sandbox's folder, and texts.
    static func files(_ name: String) -> [(path: String, text: String)] {
        [("incoming.js", handler(name)), ("state.json", seed), ("sandbox.yaml", settings), ("scenario.yaml", scenario)]
    }

    private static func handler(_ name: String) -> String {
        """
        // http://\(name).localhost:8080/incoming: the exchange asks here what to do with a call.
        //
        // req.call   the call: id, from, to, direction, startTime, and input, the digits that were typed
        // state      what lasts from call to call; it begins as state.json says, and is stored before the reply leaves
        //
        // What is returned is the instruction for the exchange. Save the file, and it serves at once.
        export default function (req, state) {
          const caller = state.callers[req.call.from];
          state.calls += 1;

          // Somebody we do not know goes to the operator.
          if (!caller) return { phones: [state.operator], operator_text: "Незнакомый номер" };

          // The first time there is no input yet: ask for it. The exchange asks here again with what was typed.
          const greeting = `Здравствуйте, ${caller.name}! Введите номер заказа`;
          if (!req.call.input) return { returned_code: 1, text: greeting };

          return { phones: [state.operator], operator_text: `${caller.name}, заказ ${req.call.input}` };
        }

        """
    }

    private static let seed = """
        {
          "operator": "74951234567",
          "callers": {
            "74952345678": { "name": "Иван" }
          },
          "calls": 0
        }

        """

    private static let settings = """
        # All settings are optional. "ringbox check" finds mistakes.

        # The exchange's language: uis, or none for plain HTTP.
        dialect: uis

        # What the exchange gets when the handler fails.
        fallback: { phones: ["74951234567"] }

        # limits: { wall: 3s, cpu: 200ms }

        """

    private static let scenario = """
        # What the exchange does with a call, for trying it without one. "ringbox check" finds mistakes.
        operations:
          # The exchange asks the handler who calls.
          ask:
            interactive:
              route: /incoming
              codes: { 1: order }
              backup: operator

          # The handler has asked for a number: the caller types it, and the handler is asked again.
          order:
            interactive:
              route: /incoming
              input: { length: 6 }
              codes: { 1: order }
              backup: operator

          # When the handler fails, a person helps.
          operator:
            transfer: { phones: ["74951234567"] }

        """
}
