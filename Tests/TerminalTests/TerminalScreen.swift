/// What a terminal shows of the bytes that it is sent: those codes of xterm that a line editor uses.
struct TerminalScreen {
  let columns: Int
  let rows: Int
  private var cells: [[Character]]
  private var row = 0
  private var column = 0
  /// The last column was written: the next character goes to the next line.
  private var wraps = false
  private var saved = (row: 0, column: 0, wraps: false)
  private var pending: [UInt8] = []
  /// Codes that it does not know.
  private(set) var unknown: [String] = []

  init(columns: Int, rows: Int = 40) {
    (self.columns, self.rows) = (columns, rows)
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// Its lines without blanks at their ends, down to the last that holds something.
  var lines: [String] {
    var lines = cells.map { line in
      var text = String(line)
      while text.last == " " { text.removeLast() }
      return text
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The screen at another width, as of a terminal that breaks long lines anew. The cursor stands behind the last sign that is shown.
  func resized(columns: Int) -> TerminalScreen {
    var screen = TerminalScreen(columns: columns, rows: rows)
    // A line that goes on in the next row filled its own.
    for (place, line) in lines.enumerated() {
      let goesOn = place + 1 < lines.count && line.count == self.columns
      screen.take(Array((line + (place + 1 == lines.count || goesOn ? "" : "\r\n")).utf8))
    }
    return screen
  }

  mutating func take(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    while let first = pending.first {
      if first == 0x1B {
        guard takeCode() else { return }
        continue
      }
      let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      guard pending.count >= length else { return }
      let text = String(decoding: pending.prefix(length), as: UTF8.self)
      pending.removeFirst(length)
      switch first {
      case 0x0D: (column, wraps) = (0, false)
      case 0x0A: lineFeed()
      case 0x08: (column, wraps) = (max(0, column - 1), false)
      case 0x07, 0x00: break
      case 0x09: (column, wraps) = (min(columns - 1, (column / 8 + 1) * 8), false)
      default: for character in text { put(character) }
      }
    }
  }

  private mutating func put(_ character: Character) {
    if wraps {
      column = 0
      lineFeed()
    }
    cells[row][column] = character
    wraps = column == columns - 1
    column = min(columns - 1, column + 1)
  }

  private mutating func lineFeed() {
    wraps = false
    if row < rows - 1 {
      row += 1
    } else {
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: columns))
    }
  }

  /// One code; false: it is not whole.
  private mutating func takeCode() -> Bool {
    guard pending.count > 1 else { return false }
    switch pending[1] {
    case UInt8(ascii: "["):
      guard let end = pending.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return false }
      let code = String(decoding: pending[2...end], as: UTF8.self)
      pending.removeFirst(end + 1)
      run(code)
    case UInt8(ascii: "7"):
      saved = (row, column, wraps)
      pending.removeFirst(2)
    case UInt8(ascii: "8"):
      (row, column, wraps) = saved
      pending.removeFirst(2)
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard pending.count > 2 else { return false }
      pending.removeFirst(3)
    default: pending.removeFirst(2)
    }
    return true
  }

  private mutating func run(_ code: String) {
    let numbers = code.dropLast().split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    if code.last != "m" { wraps = false }
    switch code.last {
    case "A": row = max(0, row - count)
    case "B": row = min(rows - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(columns - 1, count - 1)
    case "d": row = min(rows - 1, count - 1)
    case "H":
      row = min(rows - 1, count - 1)
      column = min(columns - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "J":
      let first = numbers.first ?? 0
      if first == 0 { for place in column..<columns { cells[row][place] = " " } }
      let from = first == 0 ? row + 1 : 0
      for line in from..<max(from, rows) { cells[line] = Array(repeating: " ", count: columns) }
    case "K":
      let (from, to) =
        switch numbers.first ?? 0 {
        case 1: (0, column + 1)
        case 2: (0, columns)
        default: (column, columns)
        }
      for place in from..<to { cells[row][place] = " " }
    case "@":
      for _ in 0..<min(count, columns - column) {
        cells[row].insert(" ", at: column)
        cells[row].removeLast()
      }
    case "P":
      for _ in 0..<min(count, columns - column) {
        cells[row].remove(at: column)
        cells[row].append(" ")
      }
    case "m", "h", "l": break
    default: unknown.append(code)
    }
  }
}
