/// A random program for a handler, over a small state: reads and writes, with waits between them.
///
/// Some steps see the order of keys, and some change it, such as the round robin `next`.
///
/// ``handler`` runs it against `state`, and ``run(on:)`` against a plain model. In whatever order turns interleave, there has to be
/// an order one after another that gives the same replies.
package struct TurnProgram: Sendable, CustomStringConvertible {
    /// The steps, separated by spaces: what a handler gets as `req.query.p`.
    package let description: String

    private static let keys = ["a", "b", "c", "d"]

    package init(_ steps: some StringProtocol) { description = String(steps) }

    /// - Parameters:
    ///   - waits: Whether some of the steps are waits.
    ///   - isRefused: Whether the handler returns in the end what is no reply.
    package init(waits: Bool, isRefused: Bool = false, using generator: inout some RandomNumberGenerator) {
        var steps: [String] = []
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            steps.append(Self.step(using: &generator))
            if waits, Int.random(in: 0..<3, using: &generator) > 0 {
                steps.append("wait.\(Int.random(in: 0...3, using: &generator))")
            }
        }
        if Int.random(in: 0..<12, using: &generator) == 0 { steps.append("throw") }
        if isRefused { steps.append("refuse") }
        description = steps.joined(separator: " ")
    }

    private static func step(using generator: inout some RandomNumberGenerator) -> String {
        let key = keys.randomElement(using: &generator) ?? "a"
        let value = Int.random(in: 0..<100, using: &generator)
        let index = Int.random(in: 0..<4, using: &generator)
        let steps = [
            "get.\(key)", "get.\(key)", "set.\(key).\(value)", "add.\(key).\(value)", "add.\(key).\(value)", "delete.\(key)", "has.\(key)",
            "keys", "push.\(value)", "length", "item.\(index)", "shift", "replace.\(index).\(value)", "list", "cut.\(index)", "deep.\(key)",
            "put.\(key).\(value)", "count.\(key).\(value)", "keep.\(key)", "kept.\(value)", "whole.\(value)", "spread", "next", "next",
            "last.\(key)",
        ]
        return steps.randomElement(using: &generator) ?? "list"
    }

    /// Reads everything.
    package static let look = TurnProgram((keys.flatMap { ["get.\($0)", "deep.\($0)"] } + ["keys", "list"]).joined(separator: " "))

    /// The state that programs expect.
    package static let state = #"{"m":{"a":1,"b":2},"list":[1,2,3],"deep":{"a":{"n":1}}}"#

    /// The source of a CommonJS module whose export runs a program.
    package static let handler = """
        const wait = (time) => new Promise((done) => setTimeout(done, time));
        module.exports = async (req, state) => {
          const seen = [];
          let kept;
          for (const step of req.query.p.split(" ")) {
            const [name, first, second] = step.split(".");
            const { m, list, deep } = state;
            switch (name) {
              case "get": seen.push(m[first] ?? null); break;
              case "set": m[first] = +second; break;
              case "add": m[first] = (m[first] ?? 0) + +second; seen.push(m[first]); break;
              case "delete": delete m[first]; break;
              case "has": seen.push(first in m); break;
              case "keys": seen.push(Object.keys(m).join("")); break;
              case "push": list.push(+first); break;
              case "length": seen.push(list.length); break;
              case "item": seen.push(list[first] ?? null); break;
              case "shift": seen.push(list.shift() ?? null); break;
              case "replace": if (first < list.length) list[first] = +second; break;
              case "list": seen.push([...list]); break;
              case "cut": list.length = Math.min(list.length, first); break;
              case "deep": seen.push(deep[first]?.n ?? null); break;
              case "put": deep[first] = { n: +second }; break;
              case "count": if (deep[first]) deep[first].n += +second; break;
              case "keep": kept = deep[first]; break;
              case "kept": if (kept) seen.push(kept.n += +first); break;
              case "whole": state.m = { a: +first }; break;
              case "spread": seen.push(Object.values({ ...m })); break;
              case "next": {
                const [key] = Object.keys(m);
                if (key !== undefined) {
                  const value = m[key];
                  delete m[key];
                  m[key] = value;
                }
                seen.push(key ?? null);
                break;
              }
              case "last":
                if (first in m) {
                  const value = m[first];
                  delete m[first];
                  m[first] = value;
                }
                break;
              case "throw": throw new Error(JSON.stringify(seen));
              case "refuse": return NaN;
              case "wait": await wait(+first); break;
            }
          }
          return seen;
        };
        """

    /// Runs the program as if nothing else ran meanwhile.
    ///
    /// - Returns: What the handler returns, as JSON; or, when it fails, what it had seen.
    package func run(on state: inout PlainState) -> (seen: String, fails: Bool) {
        var changed = state.copy()
        var seen: [String] = []
        var kept: PlainState.Counter?
        for step in description.split(separator: " ") {
            let parts = step.split(separator: ".").map(String.init)
            if parts[0] == "throw" || parts[0] == "refuse" { return ("[\(seen.joined(separator: ","))]", true) }
            if let sight = changed.perform(parts[0], parts.dropFirst().first ?? "", parts.last.flatMap(Int.init) ?? 0, &kept) {
                seen.append(sight)
            }
        }
        state = changed
        return ("[\(seen.joined(separator: ","))]", false)
    }
}
