/// `'…%s…' % values`, Python's older way.
struct PercentFormat {
  private let format: [UInt8]
  private let values: Value
  private let account: Account
  private let isMarkup: Bool
  private var out: [UInt8] = []
  private var at = 0
  private var used = 0

  static func formatted(_ format: Text, _ values: Value, _ account: Account) throws(Failure) -> Value {
    var formatter = PercentFormat(
      format: format.bytes, values: values, account: account, isMarkup: format.isMarkup)
    try formatter.run()
    return .string(try Text(formatter.out, isMarkup: format.isMarkup, for: account))
  }

  private init(format: [UInt8], values: Value, account: Account, isMarkup: Bool) {
    self.format = format
    self.values = values
    self.account = account
    self.isMarkup = isMarkup
  }

  private mutating func run() throws(Failure) {
    while at < format.count {
      if format[at] != UInt8(ascii: "%") {
        out.append(format[at])
        at += 1
      } else {
        at += 1
        try account.step(16)
        try directive()
        try account.check(out.count)
      }
    }
    let left: Bool
    switch values {
    case .tuple(let list): left = used < list.items.count
    // What can be asked by a key may be left over.
    case .dict, .list, .undefined, .object: left = false
    case .none, .bool, .int, .double, .string: left = used == 0
    }
    if left { throw .type("not all arguments converted during string formatting") }
  }

  private mutating func directive() throws(Failure) {
    var key: Value?
    if take("(") {
      let start = at
      var open = 1
      while at < format.count, open > 0 {
        if format[at] == UInt8(ascii: "(") { open += 1 }
        if format[at] == UInt8(ascii: ")") { open -= 1 }
        at += 1
      }
      if open > 0 { throw .value("incomplete format key") }
      key = try mapped(Array(format[start..<(at - 1)]))
    }
    var layout = NumberLayout()
    while at < format.count {
      switch format[at] {
      case UInt8(ascii: "-"): layout.align = "<"
      case UInt8(ascii: "+"): layout.sign = "+"
      case UInt8(ascii: " "): if layout.sign != "+" { layout.sign = " " }
      case UInt8(ascii: "#"): layout.isAlternate = true
      case UInt8(ascii: "0"): layout.isZeroPadded = true
      default:
        try conversion(key, &layout)
        return
      }
      at += 1
    }
    throw .value("incomplete format")
  }

  private mutating func conversion(_ key: Value?, _ layout: inout NumberLayout) throws(Failure) {
    if let width = try size(key) {
      layout.width = width == .min ? .max : abs(width)
      if width < 0 { layout.align = "<" }
    }
    if take(".") { layout.precision = max(0, try size(key) ?? 0) }
    while take("h") || take("l") || take("L") {}
    guard at < format.count else { throw .value("incomplete format") }
    let type = Character(Unicode.Scalar(format[at]))
    at += 1
    if type == "%" {
      out.append(UInt8(ascii: "%"))
      return
    }
    try account.allow(layout.width.plusClamped(layout.precision ?? 0).timesClamped(8))
    let value: Value
    if let key { value = key } else { value = try nextValue() }
    switch type {
    case "s", "r", "a":
      var bytes: [UInt8] = []
      if type == "s" {
        try Printing.append(value, to: &bytes, account)
      } else {
        try Printing.appendShown(value, to: &bytes, account)
      }
      if isMarkup { bytes = try HTML.escaped(bytes, account) }
      out += layout.laidOut(text: bytes, defaultAlign: ">")
    case "c":
      out += layout.laidOut(text: try character(value), defaultAlign: ">")
    case "d", "i", "u": out += try layout.laidOut(integer: whole(value), type: "d", isPercent: true)
    case "o", "x", "X":
      guard let number = value.index else { throw .type("%\(type) format: an integer is required") }
      out += layout.laidOut(integer: number, type: type, isPercent: true)
    case "e", "E", "f", "F", "g", "G":
      guard let number = Numeric(value) else { throw Self.wantsNumber(value) }
      out += layout.laidOut(double: number.double, type: type)
    default: throw .value("unsupported format character '\(type)'")
    }
  }

  private static func wantsNumber(_ value: Value) -> Failure {
    if case .undefined(let undefined) = value { return undefined.failure }
    return .type("a number is required, not '\(value.typeName)'")
  }

  private func whole(_ value: Value) throws(Failure) -> Int {
    switch Numeric(value) {
    case .int(let number)?: return number
    case .double(let number)?:
      guard let number = Int(exactly: number.rounded(.towardZero)) else { throw Operators.overflow }
      return number
    case nil: throw Self.wantsNumber(value)
    }
  }

  private func character(_ value: Value) throws(Failure) -> [UInt8] {
    if case .string(let text) = value, text.count == 1 { return text.bytes }
    guard let code = value.index, let scalar = UInt32(exactly: code).flatMap({ Unicode.Scalar($0) }) else {
      throw .type("%c requires an integer of a character, or a string of one")
    }
    return Array(String(scalar).utf8)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < format.count, format[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  /// Digits, or `*`: the next value.
  private mutating func size(_ key: Value?) throws(Failure) -> Int? {
    if take("*") {
      guard let number = try nextValue().index else { throw .type("* wants an integer") }
      return number
    }
    let start = at
    while at < format.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(format[at]) { at += 1 }
    if at == start { return nil }
    guard let number = Int(String(decoding: format[start..<at], as: UTF8.self)) else {
      throw .value("width too big")
    }
    return number
  }

  private func mapped(_ key: [UInt8]) throws(Failure) -> Value {
    guard case .dict(let dict) = values else { throw .type("format requires a mapping") }
    guard let value = dict.value(Text(fixed: key)) else {
      throw .value("no key '\(String(decoding: key, as: UTF8.self))' to format")
    }
    return value
  }

  private mutating func nextValue() throws(Failure) -> Value {
    defer { used += 1 }
    if case .tuple(let list) = values {
      guard used < list.items.count else { throw .type("not enough arguments for format string") }
      return list.items[used]
    }
    if used > 0 { throw .type("not enough arguments for format string") }
    return values
  }
}
