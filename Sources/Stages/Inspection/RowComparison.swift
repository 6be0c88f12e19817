import Digests
import Documents
import Foundation
import Quantities
import Rows

/// Two values of rows beside each other: which rows both have, and how the columns that both have are distributed.
struct RowComparison {
  /// One line of the table.
  struct Line {
    let name: String
    let these: Double
    let those: Double
    /// How a number is written.
    let style: Style

    enum Style { case count, measure, share }

    private func shown(_ value: Double) -> String {
      if value.isNaN { return "–" }
      switch style {
      case .count: return Figures.count(Int(value))
      case .measure: return Figures.digits(value)
      case .share: return Figures.percent(value, 1)
      }
    }

    private var change: String {
      if these.isNaN || those.isNaN { return "" }
      switch style {
      case .count: return these == those ? "" : (these > those ? "+" : "−") + Figures.count(Int(abs(these - those)))
      case .measure: return these == those ? "" : (these > those ? "+" : "−") + Figures.digits(abs(these - those))
      case .share: return Figures.signed(100 * (these - those), 1) + " points"
      }
    }

    var cells: [String] { [name, shown(these), shown(those), change] }

    var json: JSONValue {
      func number(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
      return .object(JSONObject([("what", .string(name)), ("these", number(these)), ("those", number(those))]))
    }
  }

  let these: Rows
  let those: Rows
  /// How many rows both have.
  let common: Int

  init(_ these: Rows, _ those: Rows) {
    (self.these, self.those) = (these, those)
    // Rows of one file are the same by number; of others by what they say.
    let isOneFile = these.source == those.source
    func keys(_ rows: Rows) -> [ContentDigest: Int] {
      var counts: [ContentDigest: Int] = [:]
      for row in 0..<rows.count {
        counts[isOneFile ? .of(Array(String(rows.rowNumbers[row]).utf8)) : rows.contentKey(of: row), default: 0] += 1
      }
      return counts
    }
    let (mine, theirs) = (keys(these), keys(those))
    common = mine.reduce(0) { $0 + min($1.value, theirs[$1.key] ?? 0) }
  }

  /// What the table is about.
  var sentence: String {
    let (only, other) = (these.count - common, those.count - common)
    let union = common + only + other
    return "\(Figures.rows(common)) in both, \(Figures.count(only)) only here, \(Figures.count(other)) only there"
      + (union > 0 ? ": \(Figures.percent(Double(common) / Double(union))) of all are shared" : "")
  }

  var lines: [Line] {
    [
      Line(name: "rows", these: Double(these.count), those: Double(those.count), style: .count),
      Line(
        name: "of them only here, only there", these: Double(these.count - common), those: Double(those.count - common),
        style: .count),
    ] + these.names.filter { those.hasColumn($0) }.flatMap { lines(of: $0) }
  }

  private func lines(of name: String) -> [Line] {
    guard let mine = these.column(name), let theirs = those.column(name) else { return [] }
    if let (a, b) = Self.groups(mine, theirs, isNamed: name == "cluster") {
      let (all, others) = (Double(max(1, these.count)), Double(max(1, those.count)))
      return Set(a.keys).union(b.keys).sorted(by: Self.naturally).map { value in
        Line(
          name: "\(name) \(value)", these: Double(a[value] ?? 0) / all, those: Double(b[value] ?? 0) / others,
          style: .share)
      }
    }
    guard let a = mine.doubles, let b = theirs.doubles else { return [] }
    return [Line(name: "\(name), median", these: Self.median(a), those: Self.median(b), style: .measure)]
  }

  /// How often each value occurs, of a column of a few; nil for others. Numbers are groups where they are names.
  private static func groups(_ a: Column, _ b: Column, isNamed: Bool) -> ([String: Int], [String: Int])? {
    for column in [a, b] {
      switch column {
      case .text, .bool: break
      case .integer where isNamed: break
      default: return nil
      }
    }
    var counts: [[String: Int]] = []
    for column in [a, b] {
      var found: [String: Int] = [:]
      for row in 0..<column.count {
        let cell = column.cell(row)
        let name = cell.groupName
        found[name.isEmpty ? "\"\"" : name, default: 0] += 1
        if found.count > mostValues { return nil }
      }
      counts.append(found)
    }
    let values = Set(counts[0].keys).union(counts[1].keys)
    // Where no two rows say the same there is nothing to count.
    guard values.contains(where: { (counts[0][$0] ?? 0) + (counts[1][$0] ?? 0) > 1 }) else { return nil }
    return values.count > 1 && values.count <= mostValues ? (counts[0], counts[1]) : nil
  }

  /// A column of more values is text that nobody compares by value.
  private static let mostValues = 24

  private static func naturally(_ a: String, _ b: String) -> Bool {
    if let a = Int(a), let b = Int(b) { return a < b }
    return a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.filter { !$0.isNaN }.sorted()
    return sorted.isEmpty ? .nan : Statistics.quantile(sorted, 0.5)
  }
}
