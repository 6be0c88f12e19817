/// What stands behind `is`. A new one is a line in `all`.
struct Test: Sendable {
  let name: String
  let run: @Sendable (Value, Arguments, Account) throws(Failure) -> Bool

  static func named(_ name: String) -> Test? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// A question to the value alone.
  private static func plain(_ name: String, _ run: @escaping @Sendable (Value) -> Bool) -> Test {
    Test(name: name) { (value, given, _) throws(Failure) in
      _ = try given.bound(name, [])
      return run(value)
    }
  }

  private static func comparing(_ names: [String], _ comparison: Comparison) -> [Test] {
    names.map { name in
      Test(name: name) { (value, given, account) throws(Failure) in
        let other = try given.unnamed(name, 1...1)[0] ?? .none
        return try Comparing.holds(comparison, value, other, account)
      }
    }
  }

  private static func remainder(_ name: String, by divisor: Int?, _ wanted: Int) -> Test {
    Test(name: name) { (value, given, account) throws(Failure) in
      let by: Value
      if let divisor {
        _ = try given.bound(name, [])
        by = .int(divisor)
      } else {
        by = try given.bound(name, ["num"], required: 1)[0] ?? .none
      }
      return try Comparing.equal(Operators.binary(.modulo, value, by, account), .int(wanted), account)
    }
  }

  private static func cased(_ name: String, _ test: @escaping @Sendable ([UInt8]) -> Bool) -> Test {
    Test(name: name) { (value, given, account) throws(Failure) in
      _ = try given.bound(name, [])
      let text = try Printing.text(value, account)
      try account.handle(bytes: text.count * 16)
      return test(text)
    }
  }

  static let all: [Test] =
    [
      plain("defined") { !$0.isUndefined }, plain("undefined") { $0.isUndefined }, plain("none") { $0.isNone },
      plain("boolean") { if case .bool = $0 { true } else { false } },
      plain("true") { if case .bool(true) = $0 { true } else { false } },
      plain("false") { if case .bool(false) = $0 { true } else { false } },
      plain("integer") { if case .int = $0 { true } else { false } },
      plain("float") { if case .double = $0 { true } else { false } },
      plain("number") { Numeric($0) != nil }, plain("string") { $0.text != nil },
      plain("mapping") { if case .dict = $0 { true } else { false } }, plain("iterable", Iteration.isIterable),
      plain("sequence", isSequence), plain("callable", isCallable), plain("escaped") { $0.text?.isMarkup == true },
      plain("filter") { $0.text.map { Filter.named($0.string) != nil } ?? false },
      plain("test") { $0.text.map { named($0.string) != nil } ?? false },
      cased("lower", Casing.isLower), cased("upper", Casing.isUpper),
      remainder("odd", by: 2, 1), remainder("even", by: 2, 0), remainder("divisibleby", by: nil, 0),
      Test(name: "sameas") { (value, given, account) throws(Failure) in
        isSame(value, try given.bound("sameas", ["other"], required: 1)[0] ?? .none)
      },
      Test(name: "in") { (value, given, account) throws(Failure) in
        try Comparing.contains(given.bound("in", ["seq"], required: 1)[0] ?? .none, value, account)
      },
    ] + comparing(["==", "eq", "equalto"], .equal) + comparing(["!=", "ne"], .notEqual)
    + comparing([">", "gt", "greaterthan"], .greater) + comparing([">=", "ge"], .greaterEqual)
    + comparing(["<", "lt", "lessthan"], .less) + comparing(["<=", "le"], .lessEqual)

  /// What has a length and can be asked by index or key.
  @Sendable private static func isSequence(_ value: Value) -> Bool {
    switch value {
    case .undefined, .string, .list, .tuple, .dict: true
    case .object(let object): object is RangeObject
    case .none, .bool, .int, .double: false
    }
  }

  @Sendable private static func isCallable(_ value: Value) -> Bool {
    switch value {
    case .undefined: true
    case .object(let object):
      object is MacroObject || object is FunctionObject || object is MethodObject || object is HelperObject
        || object is LoopObject || object is JoinerObject
    case .none, .bool, .int, .double, .string, .list, .tuple, .dict: false
    }
  }

  /// Python's `is`; numbers and texts that are equal are one here.
  private static func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.none, .none): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a == b
    case (.string(let a), .string(let b)): a === b || a.bytes == b.bytes
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)): a === b
    case (.dict(let a), .dict(let b)): a === b
    case (.object(let a), .object(let b)): a === b
    case (.undefined(let a), .undefined(let b)): a === b
    default: false
    }
  }
}
