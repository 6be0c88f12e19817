/// Python's `str` and `repr`.
enum Printing {
  static func text(_ value: Value, _ account: Account) throws(Failure) -> [UInt8] {
    if case .string(let text) = value { return text.bytes }
    var out: [UInt8] = []
    try append(value, to: &out, account)
    return out
  }

  static func append(_ value: Value, to out: inout [UInt8], _ account: Account) throws(Failure) {
    switch value {
    case .undefined: break
    case .string(let text):
      try account.allow(text.bytes.count)
      out += text.bytes
    case .none, .bool, .int, .double, .list, .tuple, .dict, .object: try appendShown(value, to: &out, account)
    }
  }

  static func appendShown(_ value: Value, to out: inout [UInt8], _ account: Account) throws(Failure) {
    try account.step()
    try account.check(out.count)
    switch value {
    case .undefined: out += "Undefined".utf8
    case .none: out += "None".utf8
    case .bool(let truth): out += (truth ? "True" : "False").utf8
    case .int(let number): out += String(number).utf8
    case .double(let number): out += Numbers.shown(number).utf8
    case .string(let text):
      try account.handle(bytes: text.bytes.count * 8)
      try account.check(out.count + text.bytes.count * 4)
      if text.isMarkup { out += "Markup(".utf8 }
      quote(text.bytes, to: &out)
      if text.isMarkup { out.append(UInt8(ascii: ")")) }
    case .list(let list): try appendItems(list.items, "[", "]", to: &out, account)
    case .tuple(let list): try appendItems(list.items, "(", list.items.count == 1 ? ",)" : ")", to: &out, account)
    case .dict(let dict):
      out.append(UInt8(ascii: "{"))
      for (place, (key, value)) in zip(dict.keys, dict.values).enumerated() {
        if place > 0 { out += ", ".utf8 }
        try appendShown(key, to: &out, account)
        out += ": ".utf8
        try appendShown(value, to: &out, account)
      }
      out.append(UInt8(ascii: "}"))
    case .object(let object): try append(object, to: &out, account)
    }
  }

  private static func appendItems(
    _ items: [Value], _ open: String, _ close: String, to out: inout [UInt8], _ account: Account
  ) throws(Failure) {
    out += open.utf8
    for (place, item) in items.enumerated() {
      if place > 0 { out += ", ".utf8 }
      try appendShown(item, to: &out, account)
    }
    out += close.utf8
  }

  private static func append(_ object: Object, to out: inout [UInt8], _ account: Account) throws(Failure) {
    switch object {
    case let range as RangeObject:
      out += "range(\(range.start), \(range.stop)\(range.step == 1 ? "" : ", \(range.step)"))".utf8
    case let view as ViewObject:
      out += "\(view.typeName)(".utf8
      try appendItems(Iteration.items(.object(view), account), "[", "])", to: &out, account)
    case let macro as MacroObject:
      out += "<Macro ".utf8
      if let name = macro.name { quote(Array(name.utf8), to: &out) } else { out += "anonymous".utf8 }
      out.append(UInt8(ascii: ">"))
    case let loop as LoopObject: out += "<LoopContext \(loop.index + 1)/\(loop.items.count)>".utf8
    // Python shows where in memory it stands, or what it holds, itself perhaps: no text to learn from.
    default: throw .type("'\(object.typeName)' object has no text")
    }
  }

  /// A text as Python writes it in source: in single quotes unless it has those and no double ones.
  static func quote(_ bytes: [UInt8], to out: inout [UInt8]) {
    let single = UInt8(ascii: "'")
    let mark = bytes.contains(single) && !bytes.contains(UInt8(ascii: "\"")) ? UInt8(ascii: "\"") : single
    out.append(mark)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n": out += "\\n".utf8
      case "\r": out += "\\r".utf8
      case "\t": out += "\\t".utf8
      case "\\": out += "\\\\".utf8
      case _ where scalar.value == UInt32(mark):
        out.append(UInt8(ascii: "\\"))
        out.append(mark)
      case _ where isPrintable(scalar): out += UTF8.encode(scalar).map { Array($0) } ?? []
      default: out += escape(scalar).utf8
      }
    }
    out.append(mark)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    if scalar.value < 0x100 { return "\\x" + Digits.padded(hex, to: 2) }
    return scalar.value < 0x10000 ? "\\u" + Digits.padded(hex, to: 4) : "\\U" + Digits.padded(hex, to: 8)
  }

  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}

/// HTML's special characters, as markupsafe writes them.
enum HTML {
  static func escaped(_ bytes: [UInt8], _ account: Account) throws(Failure) -> [UInt8] {
    try account.allow(bytes.count * 5)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "&"): out += "&amp;".utf8
      case UInt8(ascii: "<"): out += "&lt;".utf8
      case UInt8(ascii: ">"): out += "&gt;".utf8
      case UInt8(ascii: "'"): out += "&#39;".utf8
      case UInt8(ascii: "\""): out += "&#34;".utf8
      default: out.append(byte)
      }
    }
    return out
  }
}
