/// What stands behind a `|`. A new one is a function and a line in `all`.
struct Filter: Sendable {
  let name: String
  let run: @Sendable (Value, Arguments, Account) throws(Failure) -> Value

  init(_ name: String, _ run: @escaping @Sendable (Value, Arguments, Account) throws(Failure) -> Value) {
    self.name = name
    self.run = run
  }

  static func named(_ name: String) -> Filter? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// Those of Jinja that no chat template has use for, or that give something else each time.
  private static let refused: Set = ["pprint", "random", "striptags", "urlize", "wordwrap"]

  static func unknown(_ name: String) -> Failure {
    refused.contains(name)
      ? .unsupported("the filter '\(name)' is not supported") : .syntax("no filter is named '\(name)'")
  }

  static let all: [Filter] = [
    // Texts.
    Filter("capitalize", TextFilters.capitalize), Filter("center", TextFilters.center),
    Filter("e", TextFilters.escape), Filter("escape", TextFilters.escape),
    Filter("forceescape", TextFilters.forceEscape), Filter("format", TextFilters.format),
    Filter("indent", TextFilters.indent), Filter("lower", TextFilters.lower), Filter("replace", TextFilters.replace),
    Filter("safe", TextFilters.safe), Filter("string", TextFilters.string), Filter("title", TextFilters.title),
    Filter("tojson", TextFilters.json), Filter("trim", TextFilters.trim), Filter("truncate", TextFilters.truncate),
    Filter("upper", TextFilters.upper), Filter("urlencode", TextFilters.urlEncode),
    Filter("wordcount", TextFilters.wordCount), Filter("xmlattr", TextFilters.xmlAttributes),
    // Numbers.
    Filter("abs", NumberFilters.absolute), Filter("filesizeformat", NumberFilters.fileSize),
    Filter("float", NumberFilters.double), Filter("int", NumberFilters.int), Filter("round", NumberFilters.round),
    // Sequences and mappings.
    Filter("batch", SequenceFilters.batch), Filter("count", SequenceFilters.count),
    Filter("dictsort", SequenceFilters.dictSort), Filter("first", SequenceFilters.first),
    Filter("groupby", SequenceFilters.groupBy), Filter("items", SequenceFilters.items),
    Filter("join", SequenceFilters.join), Filter("last", SequenceFilters.last),
    Filter("length", SequenceFilters.count), Filter("list", SequenceFilters.list), Filter("max", SequenceFilters.max),
    Filter("min", SequenceFilters.min), Filter("reverse", SequenceFilters.reverse),
    Filter("slice", SequenceFilters.slice), Filter("sort", SequenceFilters.sort), Filter("sum", SequenceFilters.sum),
    Filter("unique", SequenceFilters.unique),
    // Each element, or some.
    Filter("map", SelectionFilters.map), Filter("reject", SelectionFilters.reject),
    Filter("rejectattr", SelectionFilters.rejectAttribute), Filter("select", SelectionFilters.select),
    Filter("selectattr", SelectionFilters.selectAttribute),
    // Anything.
    Filter("attr", ValueFilters.attribute), Filter("d", ValueFilters.default), Filter("default", ValueFilters.default),
  ]
}

/// What a filter calls an attribute: `name`, `a.b`, `0`, or a number.
struct AttributePath {
  private let parts: [Value]

  init(_ attribute: Value?) {
    switch attribute {
    case nil, .none?: parts = []
    case .string(let text)?:
      parts = text.string.split(separator: ".", omittingEmptySubsequences: false).map { part in
        let isNumber = !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber ? Int(part).map { .int($0) } ?? Value(fixed: String(part)) : Value(fixed: String(part))
      }
    case let other?: parts = [other]
    }
  }

  func find(in value: Value, default fallback: Value? = nil, _ account: Account) throws(Failure) -> Value {
    var found = value
    for part in parts {
      found = try Lookup.item(found, part, account)
      if found.isUndefined, let fallback { found = fallback }
    }
    return found
  }
}

enum ValueFilters {
  @Sendable static func attribute(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let name = Program.Name(try given.bound("attr", ["name"], required: 1).text(0).string)
    // Attributes alone: a key of a dictionary is none.
    if case .dict = value, name.method == nil { return name.inDict }
    if case .undefined(let undefined) = value { throw undefined.failure }
    return try Lookup.attribute(value, name, account)
  }

  @Sendable static func `default`(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("default", ["default_value", "boolean"])
    guard value.isUndefined || given.isTrue(1) && !value.isTrue else { return value }
    return given[0] ?? .string(Text(fixed: []))
  }
}
