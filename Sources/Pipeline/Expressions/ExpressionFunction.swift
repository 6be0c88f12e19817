/// The functions of expressions.
enum ExpressionFunction: String, CaseIterable {
  case len, lower, contains, matches, starts, ends, abs, min, max, log, exp
  case isMissing = "is_missing"

  /// What it is called in other languages.
  static let familiar: [String: ExpressionFunction] = [
    "length": .len, "size": .len, "count": .len, "lowercase": .lower, "tolower": .lower, "includes": .contains,
    "regex": .matches, "match": .matches, "like": .matches, "startswith": .starts, "starts_with": .starts,
    "hasprefix": .starts, "endswith": .ends, "ends_with": .ends, "hassuffix": .ends, "ln": .log, "isnull": .isMissing,
    "is_null": .isMissing, "isna": .isMissing, "is_none": .isMissing, "least": .min, "greatest": .max,
  ]

  /// How many arguments it takes.
  var counts: ClosedRange<Int> {
    switch self {
    case .len, .lower, .abs, .log, .exp, .isMissing: 1...1
    case .contains, .matches, .starts, .ends: 2...2
    case .min, .max: 1...100
    }
  }

  /// What all its arguments must be; `json` stands for text or a list.
  var takes: ExpressionTyping.Kind {
    switch self {
    case .len: .json
    case .lower, .contains, .matches, .starts, .ends: .text
    case .abs, .min, .max, .log, .exp: .number
    case .isMissing: .unknown
    }
  }

  var result: ExpressionTyping.Kind {
    switch self {
    case .len, .abs, .min, .max, .log, .exp: .number
    case .lower: .text
    case .contains, .matches, .starts, .ends, .isMissing: .bool
    }
  }

  var usage: String {
    switch self {
    case .contains: "contains(text, part)"
    case .matches: "matches(text, \"pattern\")"
    case .starts: "starts(text, beginning)"
    case .ends: "ends(text, ending)"
    case .len, .lower: "\(rawValue)(text)"
    case .abs, .log, .exp: "\(rawValue)(number)"
    case .min, .max: "\(rawValue)(number, …)"
    case .isMissing: "is_missing(column)"
    }
  }
}
