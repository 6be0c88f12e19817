#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Operators with Python's meaning. Integers have 64 bits here, and what does not fit is an error.
enum Operators {
  static let overflow = Failure.value("an integer beyond 64 bits")

  private static func mismatch(_ symbol: String, _ a: Value, _ b: Value) -> Failure {
    if case .undefined(let undefined) = a { return undefined.failure }
    if case .undefined(let undefined) = b { return undefined.failure }
    return .type("unsupported operand types for \(symbol): '\(a.typeName)' and '\(b.typeName)'")
  }

  static func add(_ a: Value, _ b: Value, _ account: Account) throws(Failure) -> Value {
    switch (a, b) {
    case (.string(let a), .string(let b)): return .string(try joined(a, b, account))
    case (.list(let a), .list(let b)):
      try account.allow((a.items.count + b.items.count) * MemoryLayout<Value>.stride)
      return .list(try List(a.items + b.items, for: account))
    case (.tuple(let a), .tuple(let b)):
      try account.allow((a.items.count + b.items.count) * MemoryLayout<Value>.stride)
      return .tuple(try List(a.items + b.items, for: account))
    default:
      switch (Numeric(a), Numeric(b)) {
      case (.int(let a)?, .int(let b)?):
        let (sum, isOver) = a.addingReportingOverflow(b)
        if isOver { throw overflow }
        return .int(sum)
      case (let a?, let b?): return .double(a.double + b.double)
      default: throw mismatch("+", a, b)
      }
    }
  }

  private static func joined(_ a: Text, _ b: Text, _ account: Account) throws(Failure) -> Text {
    let isMarkup = a.isMarkup || b.isMarkup
    let left = try isMarkup && !a.isMarkup ? HTML.escaped(a.bytes, account) : a.bytes
    let right = try isMarkup && !b.isMarkup ? HTML.escaped(b.bytes, account) : b.bytes
    try account.allow(left.count + right.count)
    return try Text(left + right, isMarkup: isMarkup, for: account)
  }

  static func negated(_ value: Value) throws(Failure) -> Value {
    switch Numeric(value) {
    case .int(let number)?:
      if number == .min { throw overflow }
      return .int(-number)
    case .double(let number)?: return .double(-number)
    case nil:
      if case .undefined(let undefined) = value { throw undefined.failure }
      throw .type("bad operand type for unary -: '\(value.typeName)'")
    }
  }

  static func positive(_ value: Value) throws(Failure) -> Value {
    switch Numeric(value) {
    case .int(let number)?: return .int(number)
    case .double(let number)?: return .double(number)
    case nil:
      if case .undefined(let undefined) = value { throw undefined.failure }
      throw .type("bad operand type for unary +: '\(value.typeName)'")
    }
  }

  static func binary(
    _ kind: BinaryOperator, _ a: Value, _ b: Value, _ account: Account
  ) throws(Failure) -> Value {
    switch kind {
    case .multiply:
      if let repeated = try repeated(a, b, account) { return repeated }
    case .modulo:
      if case .string(let format) = a { return try PercentFormat.formatted(format, b, account) }
    case .subtract, .divide, .floorDivide, .power: break
    }
    switch (Numeric(a), Numeric(b)) {
    case (.int(let a)?, .int(let b)?): return try integers(kind, a, b)
    case (let a?, let b?): return .double(try doubles(kind, a.double, b.double))
    default: throw mismatch(kind.rawValue, a, b)
    }
  }

  private static func repeated(_ a: Value, _ b: Value, _ account: Account) throws(Failure) -> Value? {
    guard let (sequence, count) = b.index.map({ (a, $0) }) ?? a.index.map({ (b, $0) }) else { return nil }
    let times = max(0, count)
    switch sequence {
    case .string(let text):
      try account.allow(text.bytes.count.timesClamped(times))
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.bytes.count * times)
      if !text.bytes.isEmpty { for _ in 0..<times { bytes += text.bytes } }
      return .string(try Text(bytes, isMarkup: text.isMarkup, for: account))
    case .list(let list): return .list(try repeated(list, times, account))
    case .tuple(let list): return .tuple(try repeated(list, times, account))
    case .undefined, .none, .bool, .int, .double, .dict, .object: return nil
    }
  }

  private static func repeated(_ list: List, _ times: Int, _ account: Account) throws(Failure) -> List {
    let size = list.items.count.timesClamped(times)
    try account.allow(size.timesClamped(MemoryLayout<Value>.stride))
    var items: [Value] = []
    items.reserveCapacity(size)
    if !list.items.isEmpty { for _ in 0..<times { items += list.items } }
    return try List(items, for: account)
  }

  private static func integers(_ kind: BinaryOperator, _ a: Int, _ b: Int) throws(Failure) -> Value {
    switch kind {
    case .subtract:
      let (difference, isOver) = a.subtractingReportingOverflow(b)
      if isOver { throw overflow }
      return .int(difference)
    case .multiply:
      let (product, isOver) = a.multipliedReportingOverflow(by: b)
      if isOver { throw overflow }
      return .int(product)
    case .divide:
      if b == 0 { throw .value("division by zero") }
      return .double(quotient(a, b))
    case .floorDivide:
      if b == 0 { throw .value("integer division by zero") }
      if a == .min, b == -1 { throw overflow }
      return .int(a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0))
    case .modulo:
      if b == 0 { throw .value("integer modulo by zero") }
      if b == -1 { return .int(0) }
      let rest = a % b
      return .int(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
    case .power:
      if b < 0 { return .double(try doubles(.power, Double(a), Double(b))) }
      return .int(try power(a, b))
    }
  }

  /// Rounded once, from the exact quotient, as Python does.
  private static func quotient(_ a: Int, _ b: Int) -> Double {
    let (size, divisor) = (a.magnitude, b.magnitude)
    if size >> 53 == 0, divisor >> 53 == 0 || size == 0 { return Double(a) / Double(b) }
    let shift = 64 + size.leadingZeroBitCount
    let (whole, rest) = (UInt128(size) << UInt128(shift)).quotientAndRemainder(dividingBy: UInt128(divisor))
    let shifted = Double(whole | (rest == 0 ? 0 : 1))
    let result = shifted * Double(sign: .plus, exponent: -shift, significand: 1)
    return (a < 0) != (b < 0) ? -result : result
  }

  static func power(_ base: Int, _ exponent: Int) throws(Failure) -> Int {
    var (result, square, left) = (1, base, exponent)
    if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
    if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
    while left > 0 {
      if left & 1 == 1 {
        let (product, isOver) = result.multipliedReportingOverflow(by: square)
        if isOver { throw overflow }
        result = product
      }
      left >>= 1
      if left > 0 {
        let (product, isOver) = square.multipliedReportingOverflow(by: square)
        if isOver { throw overflow }
        square = product
      }
    }
    return result
  }

  private static func doubles(_ kind: BinaryOperator, _ a: Double, _ b: Double) throws(Failure) -> Double {
    switch kind {
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide:
      if b == 0 { throw .value("float division by zero") }
      return a / b
    case .floorDivide: return try floored(a, b).quotient
    case .modulo: return try floored(a, b).rest
    case .power:
      if a == 0, b < 0 { throw .value("0.0 cannot be raised to a negative power") }
      let result = pow(a, b)
      if result.isNaN, !a.isNaN, !b.isNaN { throw .value("a power that is no real number") }
      if result.isInfinite, a.isFinite, b.isFinite { throw .value("the result of a power is too large") }
      return result
    }
  }

  /// Python's division of floating-point numbers with a remainder of the divisor's sign.
  private static func floored(_ a: Double, _ b: Double) throws(Failure) -> (quotient: Double, rest: Double) {
    if b == 0 { throw .value("float division by zero") }
    var rest = fmod(a, b)
    var quotient = (a - rest) / b
    if rest != 0 {
      if (b < 0) != (rest < 0) {
        rest += b
        quotient -= 1
      }
    } else {
      rest = b < 0 ? -0.0 : 0.0
    }
    if quotient != 0 {
      let floor = quotient.rounded(.down)
      quotient = quotient - floor > 0.5 ? floor + 1 : floor
    } else {
      quotient = (a / b).sign == .minus ? -0.0 : 0.0
    }
    return (quotient, rest)
  }
}

extension Int {
  /// The product, or the greatest number there is. For sizes, which are never negative.
  func timesClamped(_ other: Int) -> Int {
    let (product, isOver) = multipliedReportingOverflow(by: other)
    return isOver ? .max : product
  }

  /// The sum, or the greatest number there is. For sizes.
  func plusClamped(_ other: Int) -> Int {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}
