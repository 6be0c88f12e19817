import Diagnostics

/// Numbers, `$name` and columns in backticks.
extension Lexer {
  mutating func lexNumber() {
    let start = index
    while Bytes.isDigit(byte()) { index += 1 }
    if byte() == UInt8(ascii: "."), Bytes.isDigit(byte(1)) {
      index += 1
      while Bytes.isDigit(byte()) { index += 1 }
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let sign = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+") ? 1 : 0
      if Bytes.isDigit(byte(1 + sign)) {
        index += 1 + sign
        while Bytes.isDigit(byte()) { index += 1 }
      }
    }
    let digits = text(start, index)
    guard let value = Double(digits), value.isFinite else {
      report("C0106", "the number `\(digits)` is too large", Span(start, index), label: "beyond 1.8e308")
      emit(.number(NumberLiteral(text: digits, value: 0, unit: .none)), from: start)
      return
    }
    if byte() == UInt8(ascii: "%"), isPercent(next: byte(1)) {
      index += 1
      // Read as it is written: 33.3 / 100 is not the double that 0.333 is.
      let fraction = Double(digits + "e-2") ?? value / 100
      emit(.number(NumberLiteral(text: digits + "%", value: fraction, unit: .percent)), from: start)
      return
    }
    let unitStart = index
    while index < bytes.count, Bytes.isWord(bytes[index]), !(bytes[index] >= 0x80 && lookAlike(at: index) != nil) {
      index += 1
    }
    let unit = text(unitStart, index)
    guard let (factor, kind) = Units.table[unit] else {
      reportUnit(unit, digits: digits, start: start, unitStart: unitStart)
      emit(.number(NumberLiteral(text: digits, value: value, unit: .none)), from: start)
      return
    }
    emit(.number(NumberLiteral(text: digits + unit, value: value * factor, unit: kind)), from: start)
  }

  /// `%` after a number makes a percentage only if no digit, letter, `(` or `$` follows directly.
  private func isPercent(next: UInt8) -> Bool {
    !(Bytes.isWord(next) || next == UInt8(ascii: "(") || next == UInt8(ascii: "$"))
  }

  private mutating func reportUnit(_ unit: String, digits: String, start: Int, unitStart: Int) {
    let span = Span(unitStart, index)
    let withoutUnderscores = unit.replacing("_", with: "")
    if !withoutUnderscores.isEmpty, withoutUnderscores.utf8.allSatisfy(Bytes.isDigit) {
      report(
        "C0105", "a number has no `_` in it", span, label: "not a unit", help: "write the digits together",
        edits: [.init(Span(start, index), digits + withoutUnderscores)])
      return
    }
    let notes = ["units: k M Ki Mi, B kB MB GB KiB MiB GiB, ms s m h d; case matters"]
    if let minutes = Self.minutes(digits, unit) {
      report(
        "C0105", "a duration has one unit", Span(start, index), label: "two units", help: "write it in the smaller one",
        edits: [.init(Span(start, index), minutes)])
    } else if unit == "rows" || unit == "tokens" {
      report(
        "C0105", "`\(unit)` is a word of its own", span, label: "directly at the number", help: "write it like this",
        edits: [.init(.empty(at: unitStart), " ")])
    } else if let meant = Units.meant(by: unit) {
      report(
        "C0105", "no unit is named `\(unit)`", span, label: "unknown unit", notes: notes,
        help: "a unit with a similar name exists", edits: [.init(span, meant)])
    } else {
      report("C0105", "no unit is named `\(unit)`", span, label: "unknown unit", notes: notes)
    }
  }

  /// `1h30m` in minutes, `2m30s` in seconds; nil for anything else.
  private static func minutes(_ digits: String, _ unit: String) -> String? {
    guard let whole = Int(digits), whole < 10_000, let first = unit.utf8.first, unit.utf8.count > 2,
      let part = Int(unit.dropFirst().dropLast()), (0..<60).contains(part)
    else { return nil }
    switch (first, unit.utf8.last) {
    case (UInt8(ascii: "h"), UInt8(ascii: "m")): return "\(whole * 60 + part)m"
    case (UInt8(ascii: "m"), UInt8(ascii: "s")): return "\(whole * 60 + part)s"
    default: return nil
    }
  }

  mutating func lexVariable() {
    let start = index
    index += 1
    if Bytes.isDigit(byte()) {
      while Bytes.isDigit(byte()) { index += 1 }
      emit(.variable(text(start + 1, index)), from: start)
      return
    }
    while index < bytes.count, Bytes.isWord(bytes[index]), !(bytes[index] >= 0x80 && lookAlike(at: index) != nil) {
      index += 1
    }
    if index > start + 1 {
      emit(.variable(text(start + 1, index)), from: start)
      return
    }
    if byte() == UInt8(ascii: "{"), let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")),
      bytes[(index + 1)..<close].allSatisfy(Bytes.isWord), close > index + 1
    {
      let name = text(index + 1, close)
      index = close + 1
      report(
        "C0107", "a name after `$` has no braces", Span(start, index), label: "braces",
        help: "write the name alone", edits: [.init(Span(start, index), "$" + name)])
      emit(.variable(name), from: start)
      return
    }
    report(
      "C0107", "`$` without a name", Span(start, index), label: "expected a name or a number after it",
      notes: ["`$name` is a parameter or a setting, `$1` the first argument of a script"])
    skip(to: index)
  }

  mutating func lexColumn() {
    let start = index
    var close = start + 1
    while close < bytes.count, bytes[close] != UInt8(ascii: "`"), bytes[close] != 0x0A { close += 1 }
    guard close < bytes.count, bytes[close] != 0x0A else {
      let end = lineEnd(from: start)
      var stop = start + 1
      while stop < end,
        Bytes.isWord(bytes[stop]) || bytes[stop] == UInt8(ascii: "-") || bytes[stop] == UInt8(ascii: ".")
      {
        stop += 1
      }
      report(
        "C0108", "this column name is not closed", Span(start, start + 1), label: "opened here",
        help: "close it with a backtick", edits: [.init(.empty(at: stop), "`")])
      index = stop
      if stop > start + 1 { emit(.column(text(start + 1, stop)), from: start) } else { skip(to: stop) }
      return
    }
    index = close + 1
    if close == start + 1 {
      report("C0108", "a column name cannot be empty", Span(start, index), label: "nothing between the backticks")
      skip(to: index)
      return
    }
    emit(.column(text(start + 1, close)), from: start)
  }
}

/// The letters that may follow a number.
public enum Units {
  /// Letters -> factor and kind of the unit; the empty entry is a plain number.
  static let table: [String: (factor: Double, unit: NumberLiteral.Unit)] = [
    "": (1, .none), "k": (1e3, .none), "M": (1e6, .none), "Ki": (1024, .none), "Mi": (1_048_576, .none),
    "B": (1, .bytes), "kB": (1e3, .bytes), "MB": (1e6, .bytes), "GB": (1e9, .bytes), "KiB": (1024, .bytes),
    "MiB": (1_048_576, .bytes), "GiB": (1_073_741_824, .bytes),
    "ms": (0.001, .seconds), "s": (1, .seconds), "m": (60, .seconds), "h": (3600, .seconds), "d": (86400, .seconds),
  ]

  /// All units as written, for completion.
  public static let names = [
    "k", "M", "Ki", "Mi", "B", "kB", "MB", "GB", "KiB", "MiB", "GiB", "ms", "s", "m", "h", "d",
  ]

  /// What other spellings of a unit mean.
  static func meant(by unit: String) -> String? {
    switch unit.lowercased() {
    case "min", "mins", "minute", "minutes": return "m"
    case "sec", "secs", "second", "seconds": return "s"
    case "hr", "hrs", "hour", "hours": return "h"
    case "day", "days": return "d"
    case "g", "gb": return "GB"
    case "mb": return "MB"
    default:
      let same = names.filter { $0.lowercased() == unit.lowercased() }
      return same.count == 1 ? same[0] : nil
    }
  }
}
