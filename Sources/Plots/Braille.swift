/// Dots in the characters of a terminal: two across and four down in each, as Braille has them.
struct Braille {
  let columns, rows: Int
  private var dots: [UInt8]
  /// Points of each group in a character: the one with the most gives it its colour.
  private var counts: [[Int: Int]]

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    dots = Array(repeating: 0, count: columns * rows)
    counts = Array(repeating: [:], count: columns * rows)
  }

  /// Of the dots of a character, by column and row from its upper left.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Sets the dot at a place, both coordinates from 0 to 1, y from below.
  mutating func set(_ x: Double, _ y: Double, group: Int?) {
    let across = min(2 * columns - 1, max(0, Int(x * Double(2 * columns))))
    let down = min(4 * rows - 1, max(0, Int((1 - y) * Double(4 * rows))))
    let at = down / 4 * columns + across / 2
    dots[at] |= Self.bits[across % 2][down % 4]
    if let group { counts[at][group, default: 0] += 1 }
  }

  /// One line of characters.
  func line(_ row: Int, unicode: Bool) -> [PlotLine.Piece] {
    var pieces: [PlotLine.Piece] = []
    for at in row * columns..<(row + 1) * columns {
      let text = dots[at] == 0 ? " " : unicode ? String(UnicodeScalar(0x2800 + UInt32(dots[at])) ?? "?") : "*"
      let group = counts[at].max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
      if let last = pieces.last, last.group == group || dots[at] == 0 {
        pieces[pieces.count - 1].text += text
      } else {
        pieces.append(PlotLine.Piece(text: text, group: group))
      }
    }
    return pieces
  }
}
