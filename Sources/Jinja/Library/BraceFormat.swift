/// `'…{}…'.format(values)`.
struct BraceFormat {
  private let arguments: Arguments
  private let account: Account
  private let isMarkup: Bool
  private var nextPlace = 0
  /// Places are counted (`{}`), or written (`{0}`): not both.
  private var counts: Bool?

  static func formatted(_ format: Text, _ arguments: Arguments, _ account: Account) throws(Failure) -> Value {
    var formatter = BraceFormat(arguments: arguments, account: account, isMarkup: format.isMarkup)
    return .string(try Text(formatter.run(format.bytes, depth: 0), isMarkup: format.isMarkup, for: account))
  }

  private init(arguments: Arguments, account: Account, isMarkup: Bool) {
    self.arguments = arguments
    self.account = account
    self.isMarkup = isMarkup
  }

  private mutating func run(_ format: [UInt8], depth: Int) throws(Failure) -> [UInt8] {
    if depth > 2 { throw .value("Max string recursion exceeded") }
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    var out: [UInt8] = []
    var at = 0
    while at < format.count {
      let byte = format[at]
      at += 1
      if byte != open, byte != close {
        out.append(byte)
      } else if at < format.count, format[at] == byte {
        out.append(byte)
        at += 1
      } else if byte == close {
        throw .value("Single '}' encountered in format string")
      } else {
        let start = at
        var level = 1
        while at < format.count, level > 0 {
          if format[at] == open { level += 1 }
          if format[at] == close { level -= 1 }
          at += 1
        }
        if level > 0 { throw .value("expected '}' before end of string") }
        try account.step(16)
        out += try field(Array(format[start..<(at - 1)]), depth: depth)
        try account.check(out.count)
      }
    }
    return out
  }

  private mutating func field(_ field: [UInt8], depth: Int) throws(Failure) -> [UInt8] {
    // The name goes to the first `!` or `:` outside of brackets.
    var end = 0
    var isInBracket = false
    while end < field.count, isInBracket || field[end] != UInt8(ascii: "!") && field[end] != UInt8(ascii: ":") {
      if field[end] == UInt8(ascii: "[") { isInBracket = true }
      if field[end] == UInt8(ascii: "]") { isInBracket = false }
      end += 1
    }
    var value = try value(Array(field[..<end]))
    var rest = field[end...]
    if rest.first == UInt8(ascii: "!") {
      guard let conversion = rest.dropFirst().first else { throw .value("end of string while looking for conversion") }
      rest = rest.dropFirst(2)
      if let next = rest.first, next != UInt8(ascii: ":") { throw .value("expected ':' after conversion specifier") }
      value = try converted(value, conversion)
    }
    let spec = try run(Array(rest.dropFirst()), depth: depth + 1)
    let written = try Self.laidOut(value, spec, account)
    return try isMarkup && value.text?.isMarkup != true ? HTML.escaped(written, account) : written
  }

  private func converted(_ value: Value, _ conversion: UInt8) throws(Failure) -> Value {
    switch conversion {
    case UInt8(ascii: "s"): return .string(try Text(Printing.text(value, account), for: account))
    case UInt8(ascii: "r"), UInt8(ascii: "a"):
      var out: [UInt8] = []
      try Printing.appendShown(value, to: &out, account)
      return .string(try Text(out, for: account))
    default: throw .value("Unknown conversion specifier")
    }
  }

  private mutating func value(_ name: [UInt8]) throws(Failure) -> Value {
    let dot = UInt8(ascii: "."), bracket = UInt8(ascii: "[")
    let first = name.prefix { $0 != dot && $0 != bracket }
    var found = try argument(Array(first))
    var at = first.count
    while at < name.count {
      if name[at] == dot {
        let part = name[(at + 1)...].prefix { $0 != dot && $0 != bracket }
        if part.isEmpty { throw .value("Empty attribute in format string") }
        at += 1 + part.count
        found = try Lookup.attribute(found, Program.Name(String(decoding: part, as: UTF8.self)), account)
      } else {
        let part = name[(at + 1)...].prefix { $0 != UInt8(ascii: "]") }
        at += 2 + part.count
        if name[min(at, name.count) - 1] != UInt8(ascii: "]") { throw .value("Missing ']' in format string") }
        if part.isEmpty { throw .value("Empty attribute in format string") }
        if at < name.count, name[at] != dot, name[at] != bracket {
          throw .value("Only '.' or '[' may follow ']' in format field specifier")
        }
        let key = String(decoding: part, as: UTF8.self)
        found = try Lookup.item(found, Int(key).map { .int($0) } ?? Value(fixed: key), account)
      }
    }
    return found
  }

  private mutating func argument(_ name: [UInt8]) throws(Failure) -> Value {
    let text = String(decoding: name, as: UTF8.self)
    let isNumber = !name.isEmpty && name.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if name.isEmpty || isNumber {
      if let counts, counts != name.isEmpty { throw .value("numbered and counted fields in one format string") }
      counts = name.isEmpty
      let place = name.isEmpty ? nextPlace : Int(text) ?? .max
      if name.isEmpty { nextPlace += 1 }
      guard arguments.positional.indices.contains(place) else {
        throw .value("Replacement index \(place) out of range for positional args tuple")
      }
      return arguments.positional[place]
    }
    guard let found = arguments.keywords.first(where: { $0.name == text }) else {
      throw .value("no argument '\(text)' to format")
    }
    return found.value
  }

  // MARK: Format specifications

  /// `format(value, spec)`.
  static func laidOut(_ value: Value, _ spec: [UInt8], _ account: Account) throws(Failure) -> [UInt8] {
    if spec.isEmpty { return try Printing.text(value, account) }
    let (layout, type) = try layout(spec)
    try account.allow(layout.width.plusClamped(layout.precision ?? 0).timesClamped(8))
    switch value {
    case .string(let text):
      if type != nil, type != "s" { throw Self.unknown(type, value) }
      if layout.align == "=" || layout.sign != "-" || layout.grouping != nil {
        throw .value("a string has no sign and no thousands")
      }
      var padding = layout
      // A zero before the width fills with zeros.
      if layout.isZeroPadded, layout.align == nil { padding.fill = "0" }
      return padding.laidOut(text: text.bytes, defaultAlign: "<")
    case .int, .bool, .double: return try number(value, layout, type)
    case .undefined, .none, .list, .tuple, .dict, .object:
      throw .type("unsupported format string passed to \(value.typeName).__format__")
    }
  }

  private static func number(_ value: Value, _ layout: NumberLayout, _ type: Character?) throws(Failure) -> [UInt8] {
    switch (value, type) {
    case (.double(let number), nil), (.double(let number), "e"), (.double(let number), "E"), (.double(let number), "f"),
      (.double(let number), "F"), (.double(let number), "g"), (.double(let number), "G"), (.double(let number), "%"):
      return layout.laidOut(double: number, type: type)
    case (.double(let number), "n"): return layout.laidOut(double: number, type: "g")
    case (.double, _): throw unknown(type, value)
    default: break
    }
    guard let integer = value.index else { throw unknown(type, value) }
    switch type {
    case nil, "d", "n", "b", "o", "x", "X":
      if layout.precision != nil { throw .value("Precision not allowed in integer format specifier") }
      if layout.grouping == ",", type != nil, type != "d" { throw .value("Cannot specify ',' with '\(type ?? " ")'.") }
      return layout.laidOut(integer: integer, type: type ?? "d")
    case "e", "E", "f", "F", "g", "G", "%": return layout.laidOut(double: Double(integer), type: type)
    case "c":
      guard let scalar = UInt32(exactly: integer).flatMap({ Unicode.Scalar($0) }) else {
        throw .value("%c arg not in range(0x110000)")
      }
      return layout.laidOut(text: Array(String(scalar).utf8), defaultAlign: ">")
    default: throw unknown(type, value)
    }
  }

  private static func unknown(_ type: Character?, _ value: Value) -> Failure {
    .value("Unknown format code '\(type.map(String.init) ?? "")' for object of type '\(value.typeName)'")
  }

  /// `[[fill]align][sign][#][0][width][grouping][.precision][type]`
  private static func layout(_ spec: [UInt8]) throws(Failure) -> (NumberLayout, Character?) {
    var rest = Array(String(decoding: spec, as: UTF8.self).unicodeScalars)[...]
    var layout = NumberLayout()
    let aligns: [Unicode.Scalar] = ["<", ">", "^", "="]
    if rest.count > 1, aligns.contains(rest[rest.startIndex + 1]), let fill = rest.first {
      layout.fill = Character(fill)
      layout.align = Character(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
    } else if let align = rest.first, aligns.contains(align) {
      layout.align = Character(align)
      rest = rest.dropFirst()
    }
    func take(_ wanted: Unicode.Scalar...) -> Character? {
      guard let first = rest.first, wanted.contains(first) else { return nil }
      rest = rest.dropFirst()
      return Character(first)
    }
    func digits() throws(Failure) -> Int? {
      let found = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(found.count)
      if found.isEmpty { return nil }
      guard let number = Int(String(String.UnicodeScalarView(found))) else {
        throw .value("Too many decimal digits in format string")
      }
      return number
    }
    if let sign = take("+", "-", " ") { layout.sign = sign }
    layout.isAlternate = take("#") != nil
    layout.isZeroPadded = take("0") != nil
    if layout.isZeroPadded, layout.align == nil { layout.fill = "0" }
    layout.width = try digits() ?? 0
    layout.grouping = take(",", "_")
    if take(".") != nil {
      guard let precision = try digits() else { throw .value("Format specifier missing precision") }
      layout.precision = precision
    }
    let type = rest.first.map { Character($0) }
    if rest.count > 1 { throw .value("Invalid format specifier") }
    return (layout, type)
  }
}
