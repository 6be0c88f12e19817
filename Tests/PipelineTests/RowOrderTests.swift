import Foundation
import Numerics
import Pipeline
import Testing

@Suite struct RowOrderTests {
  private static func order(_ columns: [[ExpressionValue]], descending: [Bool]) -> [Int] {
    RowOrder.sorted(rows: columns[0].count, descending: descending, loop: Parallel.forEach) { row, key in
      columns[key][row]
    }
  }

  @Test func missingValuesSortLast() {
    let values: [ExpressionValue] = [.missing, .integer(2), .number(1.5), .text("x"), .number(.nan)]
    #expect(Self.order([values], descending: [false]) == [2, 1, 3, 0, 4])
    #expect(Self.order([values], descending: [true]) == [3, 1, 2, 0, 4])
  }

  @Test func equalRowsStayAndLaterKeysDecide() {
    let first: [ExpressionValue] = [.number(0), .number(-0.0), .integer(0), .integer(-1)]
    #expect(Self.order([first], descending: [false]) == [3, 0, 1, 2])
    let second: [ExpressionValue] = [.text("b"), .text("a"), .text("c"), .text("z")]
    #expect(Self.order([first, second], descending: [false, true]) == [3, 2, 0, 1])
  }

  /// Values that begin alike, or that a double cannot tell apart, are compared whole.
  @Test func longValuesAreComparedWhole() {
    let texts: [ExpressionValue] = ["prefix same 2", "prefix same 1", "prefix", "prefix\u{0}"].map { .text($0) }
    #expect(Self.order([texts], descending: [false]) == [2, 3, 1, 0])
    let large: [ExpressionValue] = [.integer(1 << 60 | 1), .integer(1 << 60), .integer(.min), .integer(.max)]
    #expect(Self.order([large], descending: [false]) == [2, 1, 0, 3])
    #expect(Self.order([large], descending: [true]) == [3, 0, 1, 2])
  }

  /// Against Swift's own order of doubles, tiny ones and infinities among them.
  @Test(arguments: [UInt64(1), 2, 3]) func numbersAgreeWithTheirOwnOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let numbers = (0..<2000).map { index -> Double in
      switch index % 4 {
      case 0: generator.normal()
      case 1: Double(generator.index(below: 5)) - 2
      case 2: generator.normal() * 1e-310
      default: generator.normal() > 0 ? .infinity : -.infinity
      }
    }
    for descending in [false, true] {
      let expected = numbers.indices.sorted {
        numbers[$0] != numbers[$1] ? (numbers[$0] < numbers[$1]) != descending : $0 < $1
      }
      #expect(Self.order([numbers.map { .number($0) }], descending: [descending]) == expected)
    }
  }

  /// Texts with long common beginnings, zero bytes and repeats, missing ones and other kinds among them, in two keys and all
  /// directions, against the order of whole values.
  @Test(arguments: [UInt64(4), 5]) func textsAgreeWithTheOrderOfWholeValues(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    // So many that two halves are sorted side by side.
    let count = 40_000
    func text() -> ExpressionValue {
      switch generator.index(below: 40) {
      case 0: return .missing
      case 1: return .integer(Int64(generator.index(below: 3)))
      case 2: return .bool(generator.index(below: 2) == 0)
      default:
        let beginning = ["", "a common beginning of more than one word ", "\u{0}\u{0}"][generator.index(below: 3)]
        let length = generator.index(below: 12)
        return .text(Array(beginning.utf8) + (0..<length).map { _ in [0, 97, 98, 255][generator.index(below: 4)] })
      }
    }
    let columns = [(0..<count).map { _ in text() }, (0..<count).map { _ in text() }]
    func rank(_ value: ExpressionValue) -> Int {
      switch value {
      case .bool: 0
      case .integer, .number: 1
      case .text, .json: 2
      case .missing: 3
      }
    }
    /// Ascending; missing values apart.
    func precedes(_ a: ExpressionValue, _ b: ExpressionValue) -> Bool {
      switch (a, b) {
      case (.text(let x), .text(let y)):
        // Not `lexicographicallyPrecedes`, which without optimisation takes as long as all else here.
        let order = memcmp(x, y, min(x.count, y.count))
        return order != 0 ? order < 0 : x.count < y.count
      case (.integer(let x), .integer(let y)): return x < y
      case (.bool(let x), .bool(let y)): return !x && y
      default: return rank(a) < rank(b)
      }
    }
    /// The place of each value among its column's, which equal ones share; nil where it is missing.
    let places = columns.map { column in
      let order = column.indices.sorted { precedes(column[$0], column[$1]) }
      var places = [Int?](repeating: nil, count: count)
      var place = 0
      for (next, row) in order.enumerated() where !column[row].isMissing {
        if next > 0, precedes(column[order[next - 1]], column[row]) { place += 1 }
        places[row] = place
      }
      return places
    }
    for descending in [[false, false], [true, false], [false, true], [true, true]] {
      let expected = (0..<count).sorted { a, b in
        for key in 0..<2 {
          let (x, y) = (places[key][a], places[key][b])
          if x == y { continue }
          guard let x, let y else { return y == nil }
          return descending[key] ? y < x : x < y
        }
        return a < b
      }
      #expect(Self.order(columns, descending: descending) == expected, "seed \(seed), \(descending)")
    }
  }
}
