import FoundationXML
import PBXInstructions
import TestSupport
import Testing

@testable import VirtualPBX

/// The graph of a scenario …
struct ScenarioGraphTests {
    @Test func isAFlowchartForMermaid() throws {
        let scenario = try Scenario(
            """
            operations:
              ask: { interactive: { route: "/crm?token=secret", prompt: 'Скажите "да" #1 <b>', input: { length: 1 }, codes: { 1: ask }, backup: end } }
              choose: { menu: { keys: { "#": end, "*": ask } } }
              end: hangup
            """)
        #expect(
            ScenarioGraph(scenario).mermaid == """
                flowchart LR
                  call((call)) --> n0
                  n0["ask<br>interactive<br>GET /crm<br>#34;Скажите #34;да#34; #35;1 #60;b#62;#34;<br>1 digit"]
                  n1["choose<br>menu"]
                  n2(["end<br>hangup"])
                  n0 -->|"code 1"| n0
                  n0 -->|"backup"| n2
                  n1 -->|"key #35;"| n2
                  n1 -->|"key #42;"| n0
                  classDef unreachable stroke-dasharray:5
                  class n1 unreachable

                """)
    }

    @Test func isAnImageWithEveryOperationAndEveryBranch() throws {
        let scenario = try Scenario(ScenarioSlipTests.whole)
        let reader = SVGReader(try #require(ScenarioGraph(scenario).svg))
        for operation in scenario.operations { #expect(reader.texts.contains(operation.name), "\(operation.name)") }
        let labels = scenario.operations.flatMap { $0.branches.map(\.label) }
        #expect(reader.texts.filter(Set(labels).contains).sorted() == labels.sorted())
        #expect(reader.lines == labels.count + 1, "one for each branch, and the call's")
    }

    @Test(arguments: [
        "</text></svg><script>alert(1)</script>", "]]>&amp;&#0;<!--", "\u{202e}abc", "\"'\u{0}\u{1}\u{7f}\u{85}\u{2028}",
        "Ж" + String(repeating: "\u{301}", count: 500), "\u{fffe}\u{ffff}", "😀👩‍👩‍👧‍👦 한국어",
    ])
    func isAnImageWhateverIsSaid(text: String) throws {
        let message = MessageOperation(prompt: [try #require(Prompt(.text, text))])
        let operations = [Operation("a", .message(message)), Operation(text, .hangup)]
        let graph = ScenarioGraph(Scenario(file: "x", start: Link("a"), operations: operations))
        let reader = SVGReader(try #require(graph.svg))
        #expect(reader.isWhole && !reader.elements.contains("script"), "\(text.debugDescription)")
    }

    @Test func drawsNoLineThroughABoxAndNoBoxOverAnother() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<150 {
            let graph = ScenarioGraph(Self.random(&generator))
            var layout = GraphLayout(graph)
            let lines = layout.route()
            let boxes = graph.nodes.indices.map { Self.frame(of: $0, in: layout) }
            for (index, box) in boxes.enumerated() {
                for other in boxes[..<index] { #expect(!box.meets(other), "\(graph.nodes[index].name)") }
            }
            for line in lines {
                for (from, to) in zip(line.points, line.points.dropFirst()) {
                    #expect(from.x == to.x || from.y == to.y)
                    for box in boxes { #expect(!box.isCrossed(from, to), "\(graph.nodes[line.source].name), way \(line.way)") }
                }
                let (source, target) = (boxes[line.source], boxes[line.target])
                #expect(line.points.first == .init(x: source.right, y: source.top + layout.boxes[line.source].portOffset(line.way)))
                #expect(line.points.last == .init(x: target.left, y: target.top + BoxSize.entry))
            }
        }
    }

    @Test func drawsNoLineOnOneThatLeadsElsewhere() {
        var generator = SeededGenerator(seed: 12)
        var lengths = 0
        var overlaps = 0
        for _ in 0..<100 {
            var layout = GraphLayout(ScenarioGraph(Self.random(&generator)))
            let lines = layout.route()
            for (index, line) in lines.enumerated() {
                lengths += line.points.count
                for other in lines[..<index] where other.target != line.target {
                    for (a, b) in zip(line.points, line.points.dropFirst()) {
                        for (c, d) in zip(other.points, other.points.dropFirst()) where Self.lieOnEachOther(a, b, c, d) { overlaps += 1 }
                    }
                }
            }
        }
        // Where three lines would each have to turn before the next one there is no order without it.
        #expect(overlaps * 200 < lengths, "\(overlaps) of \(lengths)")
    }

    @Test func isDrawnInTimeHoweverLargeItIs() throws {
        let chain = (0..<200).map { "  a\($0): { menu: { keys: { 1: a\(($0 * 7 + 1) % 200), 2: a\(($0 + 1) % 200), 3: a0 } } }\n" }
        let graph = ScenarioGraph(try Scenario("operations:\n" + chain.joined()))
        let clock = ContinuousClock()
        var svg: String?
        let duration = clock.measure { svg = graph.svg }
        #expect(try #require(svg).utf8.count > 50_000)
        #expect(duration < .seconds(60), "\(duration)")
        let longer = ScenarioGraph(try Scenario("operations:\n" + chain.joined() + "  b: hangup\n"))
        #expect(longer.svg == nil && longer.mermaid.contains("n200"), "what nobody could read is not drawn")
    }

    private static func random(_ generator: inout SeededGenerator) -> Scenario {
        let count = Int.random(in: 1...22, using: &generator)
        let operations = (0..<count).map { index in
            let ways = Int.random(in: 0...4, using: &generator)
            let keys = (0..<ways).map { way in
                // Mostly onwards, as people write them.
                let isNear = Int.random(in: 0..<3, using: &generator) > 0
                let target =
                    isNear ? min(count - 1, index + Int.random(in: 1...3, using: &generator)) : Int.random(in: 0..<count, using: &generator)
                return Branch(Character("\(way)"), Link("o\(target)"))
            }
            return Operation("o\(index)", ways == 0 ? .hangup : .menu(MenuOperation(prompt: [], keys: keys)))
        }
        return Scenario(file: "x", start: Link("o0"), operations: operations)
    }

    private struct Frame {
        var left, top, right, bottom: Double

        func meets(_ other: Frame) -> Bool { left < other.right && other.left < right && top < other.bottom && other.top < bottom }

        /// Whether a line goes through the inside.
        func isCrossed(_ from: GraphLayout.Point, _ to: GraphLayout.Point) -> Bool {
            max(from.x, to.x) > left && min(from.x, to.x) < right && max(from.y, to.y) > top && min(from.y, to.y) < bottom
        }
    }

    private static func frame(of box: Int, in layout: GraphLayout) -> Frame {
        let layer = layout.layerOf[box]
        let (left, top, size) = (layout.lefts[layer], layout.top((layer, .box(box))), layout.boxes[box])
        return Frame(left: left, top: top, right: left + size.width, bottom: top + size.height)
    }

    private static func lieOnEachOther(_ a: GraphLayout.Point, _ b: GraphLayout.Point, _ c: GraphLayout.Point, _ d: GraphLayout.Point)
        -> Bool
    {
        if a.x == b.x, c.x == d.x, a.x == c.x { return min(max(a.y, b.y), max(c.y, d.y)) > max(min(a.y, b.y), min(c.y, d.y)) }
        if a.y == b.y, c.y == d.y, a.y == c.y { return min(max(a.x, b.x), max(c.x, d.x)) > max(min(a.x, b.x), min(c.x, d.x)) }
        return false
    }
}
