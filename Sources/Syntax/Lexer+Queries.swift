import Diagnostics

/// Whole lines in the languages of tables, SQL's and pandas', told at once and not word by word.
extension Lexer {
  /// `SELECT a FROM x WHERE b ORDER BY c LIMIT 5` at the beginning of a line; false for anything else.
  mutating func mendQuery() -> Bool {
    guard byte() | 0x20 == UInt8(ascii: "s"), isFirstOnLine, depth == 0 else { return false }
    let line = Span(index, lineEnd(from: index))
    let text = text(line.lower, line.upper)
    guard !text.contains("|"), let query = Query(text) else { return false }
    report(
      "C0117", "SQL's `select … from …` is a pipeline here", line, label: "from another language",
      help: "write it like this", edits: [.init(line, query.pipeline)])
    skip(to: line.upper)
    return true
  }

  /// `scored[scored.ifd < 1]`, `scored["ifd"]`, `scored[:5]`, and what is called on it; false for a bracket elsewhere.
  mutating func mendSubscript() -> Bool {
    guard !isAfterBlank, let last = tokens.last, let name = last.word, beginsStage(at: last.span.lower) == (true, false)
    else { return false }
    var nesting = 0
    var close = index
    let end = lineEnd(from: index)
    while close < end {
      if bytes[close] == UInt8(ascii: "[") { nesting += 1 }
      if bytes[close] == UInt8(ascii: "]") { nesting -= 1 }
      if nesting == 0 { break }
      close += 1
    }
    guard close < end else { return false }
    var stop = close + 1
    while stop < end, !Bytes.isBlank(bytes[stop]), bytes[stop] != UInt8(ascii: "|") { stop += 1 }
    let stage = Self.stage(subscript: text(index + 1, close), of: name)
    let more = Self.stage(method: text(close + 1, stop))
    let span = Span(index, stop)
    report(
      "C0117", "rows and columns are not chosen with `[ ]`", span, label: "from another language",
      help: "a value goes through stages", edits: [.init(span, " | " + stage + more)])
    skip(to: stop)
    return true
  }

  private static func stage(subscript inner: String, of name: String) -> String {
    let text = inner.filter { !"[]'\"".contains($0) }
    if let slice = text.split(separator: ":").last, let count = Int(slice), text.contains(":") {
      return "take \(count)"
    }
    let columns = text.split { $0 == "," || $0 == " " }.map(String.init)
    if !columns.isEmpty, columns.allSatisfy({ $0.utf8.allSatisfy(Bytes.isWord) }) {
      return "show " + columns.joined(separator: " ")
    }
    return "where "
      + inner.replacing("\(name).", with: "").replacing("\(name)[\"", with: "").replacing("\"]", with: "")
      .replacing(" & ", with: " and ").replacing(" | ", with: " or ")
  }

  /// What is called on what a subscript gave.
  private static func stage(method: String) -> String {
    let name = method.dropFirst().prefix { $0.isLetter || $0 == "_" }
    let count = Int(method.filter(\.isNumber))
    switch name {
    case "head": return " | take \(count ?? 5)"
    case "mean", "describe", "median", "std", "min", "max", "sum", "quantile": return " | describe"
    case "value_counts", "count", "shape": return " | count"
    default: return ""
    }
  }
}

/// A query in SQL, and the pipeline that asks the same.
private struct Query {
  var pipeline: String

  init?(_ text: String) {
    var words = text.split { $0 == " " || $0 == "\t" || $0 == ";" }.map(String.init)
    guard words.first?.lowercased() == "select", words.count > 3 else { return nil }
    words.removeFirst()
    /// The words up to the next of the query's own, which is taken too.
    var parts: [String: String] = [:]
    var part = "select"
    var index = 0
    while index < words.count {
      let word = words[index].lowercased()
      let next = index + 1 < words.count ? words[index + 1].lowercased() : ""
      if ["from", "where", "limit"].contains(word) {
        part = word
      } else if ["order", "group"].contains(word), next == "by" {
        part = word
        index += 1
      } else {
        parts[part] = parts[part].map { $0 + " " + words[index] } ?? words[index]
      }
      index += 1
    }
    guard let table = parts["from"], !table.contains(" "), let columns = parts["select"] else { return nil }
    let name = table.filter { !"'\"`".contains($0) }
    var stages = [name.utf8.allSatisfy(Bytes.isWord) ? name : "load \(Canonical.quoted(name))"]
    if let condition = parts["where"] { stages.append("where " + Self.condition(condition)) }
    if let column = parts["group"] {
      stages.append("count by \(column)")
    } else {
      if let keys = parts["order"] {
        stages.append("sort " + keys.replacing(" DESC", with: " desc").replacing(" ASC", with: " asc"))
      }
      if let limit = parts["limit"] { stages.append("take \(limit)") }
      let shown = columns.split { $0 == "," || $0 == " " }.map { $0.split(separator: ".").last.map(String.init) ?? "" }
      if columns.lowercased().hasPrefix("count(") {
        stages.append("count")
      } else if columns != "*" {
        stages.append("show " + shown.joined(separator: " "))
      }
    }
    pipeline = stages.joined(separator: " | ")
  }

  /// With the operators of expressions.
  private static func condition(_ text: String) -> String {
    let operators = ["=": "==", "<>": "!=", "AND": "and", "OR": "or", "NOT": "not", "IN": "in"]
    return text.split(separator: " ").map { word in
      operators[String(word)] ?? String(word).replacing("'", with: "\"")
    }.joined(separator: " ")
  }
}
