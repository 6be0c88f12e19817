/// The functions of expressions.
enum ExpressionFunction: String, CaseIterable {
  case len, lower, contains, matches, starts, ends, abs, min, max, log, exp
  case isMissing = "is_missing"
  case z, rank, bin

  /// What it is called in other languages.
  static let familiar: [String: ExpressionFunction] = [
    "length": .len, "size": .len, "count": .len, "lowercase": .lower, "tolower": .lower, "includes": .contains,
    "regex": .matches, "match": .matches, "like": .matches, "startswith": .starts, "starts_with": .starts,
    "hasprefix": .starts, "endswith": .ends, "ends_with": .ends, "hassuffix": .ends, "ln": .log, "isnull": .isMissing,
    "is_null": .isMissing, "isna": .isMissing, "is_none": .isMissing, "least": .min, "greatest": .max,
    "zscore": .z, "z_score": .z, "standardize": .z, "scale": .z, "percent_rank": .rank, "percentile": .rank,
    "percentrank": .rank, "ntile": .bin, "qcut": .bin, "quantile": .bin, "bucket": .bin, "cut": .bin,
  ]

  /// What is said of a function that there is not.
  static func note(on name: String) -> String? {
    switch name.lowercased() {
    case "mean", "avg", "average", "sum", "std", "stddev", "median", "mode", "var", "variance", "quantile":
      "functions look at one row: `z(x)` and `rank(x)` compare it with the others, `describe` sums a column up"
    case "round", "floor", "ceil", "int", "trunc": "numbers are not rounded; `bin(x, n)` makes groups of them"
    case "str", "string", "text", "float", "number", "cast", "to_number":
      "a column has the kind that its file gives it, which `columns` shows"
    case "if", "iif", "case", "when", "coalesce", "ifnull":
      "there is no choice between values: `where` keeps rows for which something holds"
    case "now", "date", "today": "there are no dates"
    case "split", "replace", "substr", "substring", "concat", "upper", "trim", "strip", "join":
      "texts are compared, not changed: `contains`, `starts`, `ends`, `matches`, `lower`, `len`"
    default: nil
    }
  }

  /// How many arguments it takes.
  var counts: ClosedRange<Int> {
    switch self {
    case .len, .lower, .abs, .log, .exp, .isMissing, .z, .rank: 1...1
    case .contains, .matches, .starts, .ends: 2...2
    case .bin: 1...2
    case .min, .max: 2...100
    }
  }

  /// What is said of a call with so many arguments, where that means something elsewhere.
  func note(ofCount count: Int) -> [String] {
    switch self {
    case .min, .max:
      let order = self == .min ? "" : " desc"
      return count == 1
        ? [
          "it compares numbers of one row; the rows in order: `sort COLUMN\(order) | take 1`, a column's range: `describe`"
        ]
        : []
    case .len, .lower, .contains, .matches, .starts, .ends, .abs, .log, .exp, .isMissing, .z, .rank, .bin: return []
    }
  }

  /// What all its arguments must be; `json` stands for text or a list.
  var takes: ExpressionTyping.Kind {
    switch self {
    case .len: .json
    case .lower, .contains, .matches, .starts, .ends: .text
    case .abs, .min, .max, .log, .exp, .z, .rank, .bin: .number
    case .isMissing: .unknown
    }
  }

  var result: ExpressionTyping.Kind {
    switch self {
    case .len, .abs, .min, .max, .log, .exp, .z, .rank, .bin: .number
    case .lower: .text
    case .contains, .matches, .starts, .ends, .isMissing: .bool
    }
  }

  enum Wholeness { case always, ofWholeNumbers, never }

  /// Whether it comes to a whole number.
  var wholeness: Wholeness {
    switch self {
    case .len, .bin: .always
    case .abs, .min, .max: .ofWholeNumbers
    case .lower, .contains, .matches, .starts, .ends, .log, .exp, .isMissing, .z, .rank: .never
    }
  }

  /// Whether its value for a row depends on the other rows too.
  var isColumnwise: Bool {
    switch self {
    case .z, .rank, .bin: true
    case .len, .lower, .contains, .matches, .starts, .ends, .abs, .min, .max, .log, .exp, .isMissing: false
    }
  }

  var usage: String {
    switch self {
    case .contains: "contains(text, part)"
    case .matches: "matches(text, \"pattern\")"
    case .starts: "starts(text, beginning)"
    case .ends: "ends(text, ending)"
    case .len, .lower: "\(rawValue)(text)"
    case .abs, .log, .exp, .z, .rank: "\(rawValue)(number)"
    case .min, .max: "\(rawValue)(number, …)"
    case .isMissing: "is_missing(column)"
    case .bin: "bin(number, bins)"
    }
  }

  /// One line.
  var help: String {
    switch self {
    case .len: "characters of a text, elements of a list, members of an object"
    case .lower: "the text in lower case"
    case .contains: "whether the text contains the part"
    case .matches: "whether the regular expression matches anywhere in the text"
    case .starts: "whether the text starts with it"
    case .ends: "whether the text ends with it"
    case .abs: "the absolute value"
    case .min: "the smallest of them"
    case .max: "the largest of them"
    case .log: "the natural logarithm; missing for zero or less"
    case .exp: "e raised to the number"
    case .isMissing: "whether the row has no value there"
    case .z: "(x - mean) / standard deviation over the rows here; 0 where all are equal"
    case .rank: "the place among the rows here, 0 lowest to 1 highest, ties averaged; 0.5 of one"
    case .bin: "1 to bins (10 by default), with equally many rows in each; equal values stay together"
    }
  }
}

/// The functions of expressions as help and completion show them.
public enum ExpressionFunctions {
  /// What help says of one function.
  public struct Entry: Sendable, Hashable {
    /// The word that calls it: `len`.
    public let name: String
    /// How a call is written: `len(text)`.
    public let usage: String
    /// What it comes to, in one line without a full stop.
    public let help: String
  }

  /// In the order of help.
  public static let all = ExpressionFunction.allCases.map {
    Entry(name: $0.rawValue, usage: $0.usage, help: $0.help)
  }
}
