/// Rows under a heading, in columns as wide as what stands in them.
struct TextTable {
    /// The text of a cell, and how it is painted once it has its width.
    struct Cell {
        var text: String
        var paint: (String) -> String = { $0 }
    }

    let heading: [String]
    var rows: [[Cell]] = []

    /// The lines, the last column not filled up.
    func lines(_ style: Style) -> [String] {
        let all = [heading.map { Cell(text: $0, paint: style.dim) }] + rows
        let widths = heading.indices.map { column in all.map { $0[column].text.count }.max() ?? 0 }
        return all.map { row in
            row.indices.map { column in
                let cell = row[column]
                let isLast = column == row.count - 1
                let blanks = isLast ? "" : String(repeating: " ", count: widths[column] - cell.text.count + 2)
                return cell.paint(cell.text) + blanks
            }.joined()
        }
    }
}
