/// Python's `json.dumps`, as transformers gives it to templates.
struct JSONWriter {
  let ensuresASCII: Bool
  /// What each level is indented by; nil: everything on one line.
  let indent: [UInt8]?
  let itemSeparator: [UInt8]
  let keySeparator: [UInt8]
  let sortsKeys: Bool
  let account: Account
  private(set) var out: [UInt8] = []

  init(
    ensuresASCII: Bool, indent: [UInt8]?, separators: (item: [UInt8], key: [UInt8])?, sortsKeys: Bool,
    account: Account
  ) {
    self.ensuresASCII = ensuresASCII
    self.indent = indent
    itemSeparator = separators?.item ?? Array((indent == nil ? ", " : ",").utf8)
    keySeparator = separators?.key ?? Array(": ".utf8)
    self.sortsKeys = sortsKeys
    self.account = account
  }

  mutating func write(_ value: Value, level: Int = 0) throws(Failure) {
    try account.step()
    try account.check(out.count)
    switch value {
    case .none: out += "null".utf8
    case .bool(let truth): out += (truth ? "true" : "false").utf8
    case .int(let number): out += String(number).utf8
    case .double(let number): out += Self.shown(number).utf8
    case .string(let text):
      try account.handle(bytes: text.bytes.count * 4)
      try account.check(out.count + text.bytes.count * 2)
      quote(text.bytes)
    case .list(let list), .tuple(let list): try writeList(list.items, level: level)
    case .dict(let dict): try writeDict(dict, level: level)
    case .undefined, .object: throw .type("Object of type \(value.typeName) is not JSON serializable")
    }
  }

  private static func shown(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    return number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : Numbers.shown(number)
  }

  private mutating func writeList(_ items: [Value], level: Int) throws(Failure) {
    if items.isEmpty {
      out += "[]".utf8
      return
    }
    out.append(UInt8(ascii: "["))
    for (place, item) in items.enumerated() {
      if place > 0 { out += itemSeparator }
      newLine(level + 1)
      try write(item, level: level + 1)
    }
    newLine(level)
    out.append(UInt8(ascii: "]"))
  }

  private mutating func writeDict(_ dict: Dict, level: Int) throws(Failure) {
    if dict.keys.isEmpty {
      out += "{}".utf8
      return
    }
    var members = Array(zip(dict.keys, dict.values))
    if sortsKeys { members = try Comparing.sorted(members, by: \.0, account) }
    out.append(UInt8(ascii: "{"))
    for (place, (key, value)) in members.enumerated() {
      if place > 0 { out += itemSeparator }
      newLine(level + 1)
      let name = try spelt(key)
      try account.handle(bytes: name.count * 4)
      quote(name)
      out += keySeparator
      try write(value, level: level + 1)
    }
    newLine(level)
    out.append(UInt8(ascii: "}"))
  }

  private func spelt(_ key: Value) throws(Failure) -> [UInt8] {
    switch key {
    case .string(let text): return text.bytes
    case .none: return Array("null".utf8)
    case .bool(let truth): return Array((truth ? "true" : "false").utf8)
    case .int(let number): return Array(String(number).utf8)
    case .double(let number): return Array(Self.shown(number).utf8)
    case .undefined, .list, .tuple, .dict, .object:
      throw .type("keys must be str, int, float, bool or None, not \(key.typeName)")
    }
  }

  private mutating func newLine(_ level: Int) {
    guard let indent else { return }
    out.append(UInt8(ascii: "\n"))
    for _ in 0..<level { out += indent }
  }

  private mutating func quote(_ bytes: [UInt8]) {
    out.append(UInt8(ascii: "\""))
    if ensuresASCII {
      for unit in String(decoding: bytes, as: UTF8.self).utf16 {
        if unit < 0x7F { append(UInt8(unit)) } else { appendEscape(unit) }
      }
    } else {
      for byte in bytes { append(byte) }
    }
    out.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): out += "\\\"".utf8
    case UInt8(ascii: "\\"): out += "\\\\".utf8
    case 0x08: out += "\\b".utf8
    case 0x09: out += "\\t".utf8
    case 0x0A: out += "\\n".utf8
    case 0x0C: out += "\\f".utf8
    case 0x0D: out += "\\r".utf8
    case 0..<0x20: appendEscape(UInt16(byte))
    default: out.append(byte)
    }
  }

  private mutating func appendEscape(_ unit: UInt16) {
    out += ("\\u" + Digits.padded(String(unit, radix: 16), to: 4)).utf8
  }
}
