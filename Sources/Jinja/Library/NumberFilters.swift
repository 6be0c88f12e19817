enum NumberFilters {
  @Sendable static func absolute(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("abs", [])
    switch Numeric(value) {
    case .int(let number)?:
      if number == .min { throw Operators.overflow }
      return .int(abs(number))
    case .double(let number)?: return .double(number.magnitude)
    case nil:
      if case .undefined(let undefined) = value { throw undefined.failure }
      throw .type("bad operand type for abs(): '\(value.typeName)'")
    }
  }

  @Sendable static func int(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("int", ["default", "base"])
    let base = try given.int(1, default: 10)
    let fallback = given[0] ?? .int(0)
    switch value {
    case .string(let text):
      try account.handle(bytes: text.bytes.count * 16)
      if let number = Numbers.int(text.bytes, base: base) { return .int(number) }
      guard let number = Numbers.double(text.bytes), number.isFinite else { return fallback }
      return .int(try whole(number))
    case .int, .bool: return .int(value.index ?? 0)
    case .double(let number): return number.isFinite ? .int(try whole(number)) : fallback
    case .undefined(let undefined): throw undefined.failure
    case .none, .list, .tuple, .dict, .object: return fallback
    }
  }

  private static func whole(_ number: Double) throws(Failure) -> Int {
    guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw Operators.overflow }
    return whole
  }

  @Sendable static func double(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("float", ["default"])
    let fallback = given[0] ?? .double(0)
    switch value {
    case .string(let text):
      try account.handle(bytes: text.bytes.count * 16)
      return Numbers.double(text.bytes).map { .double($0) } ?? fallback
    case .int, .bool, .double: return .double(Numeric(value)?.double ?? 0)
    case .undefined(let undefined): throw undefined.failure
    case .none, .list, .tuple, .dict, .object: return fallback
    }
  }

  @Sendable static func round(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("round", ["precision", "method"])
    let places = try given.int(0, default: 0)
    let method = given[1] == nil ? "common" : try given.text(1).string
    guard ["common", "ceil", "floor"].contains(method) else { throw .value("method must be common, ceil or floor") }
    guard let number = Numeric(value) else {
      if case .undefined(let undefined) = value { throw undefined.failure }
      throw .type("round wants a number, not '\(value.typeName)'")
    }
    if method != "common" {
      let factor: Numeric
      switch try Operators.binary(.power, .int(10), .int(places), account) {
      case .int(let power): factor = .int(power)
      case let other: factor = Numeric(other) ?? .int(1)
      }
      let scaled = try Operators.binary(.multiply, value, factor.value, account)
      guard let size = Numeric(scaled)?.double, size.isFinite,
        let whole = Int(exactly: method == "ceil" ? size.rounded(.up) : size.rounded(.down))
      else { throw .value("a number without whole part") }
      return try Operators.binary(.divide, .int(whole), factor.value, account)
    }
    switch number {
    case .double(let number): return .double(Numbers.rounded(number, places: places))
    case .int(let number):
      if places >= 0 { return .int(number) }
      return .int(places < -19 ? 0 : try rounded(number, tens: -places))
    }
  }

  /// Half to even, as Python rounds integers.
  private static func rounded(_ number: Int, tens: Int) throws(Failure) -> Int {
    guard let unit = try? Operators.power(10, tens) else { return 0 }
    let rest = ((number % unit) + unit) % unit
    let (lower, isUnder) = number.subtractingReportingOverflow(rest)
    if isUnder { throw Operators.overflow }
    let isUp = rest > unit - rest || rest == unit - rest && (lower / unit) % 2 != 0
    let (result, isOver) = lower.addingReportingOverflow(isUp ? unit : 0)
    if isOver { throw Operators.overflow }
    return result
  }

  @Sendable static func fileSize(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let isBinary = try given.bound("filesizeformat", ["binary"]).isTrue(0)
    let size: Double
    switch value {
    case .string(let text):
      guard let number = Numbers.double(text.bytes) else { throw .value("could not convert string to float") }
      size = number
    case .undefined(let undefined): throw undefined.failure
    case .none, .bool, .int, .double, .list, .tuple, .dict, .object:
      guard let number = Numeric(value) else { throw .type("filesizeformat wants a number") }
      size = number.double
    }
    let base = isBinary ? 1024.0 : 1000
    let text: String
    if size == 1 {
      text = "1 Byte"
    } else if size < base {
      guard let whole = Int(exactly: size.rounded(.towardZero)) else { throw .value("a number without whole part") }
      text = "\(whole) Bytes"
    } else {
      if !size.isFinite { throw .value("a number without whole part") }
      let prefixes =
        isBinary ? ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"] : ["k", "M", "G", "T", "P", "E", "Z", "Y"]
      var unit = base * base
      var place = 0
      while place < prefixes.count - 1, size >= unit {
        unit *= base
        place += 1
      }
      text = "\(Numbers.fixed(base * size / unit, places: 1)) \(prefixes[place])B"
    }
    return .string(try Text(Array(text.utf8), for: account))
  }
}

extension Numeric {
  var value: Value {
    switch self {
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    }
  }
}
