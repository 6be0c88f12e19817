/// `str.strip` and its kin.
enum Strip {
  /// - Parameter set: the code points to take; nil: white space.
  static func start(_ bytes: ArraySlice<UInt8>, _ set: [UInt8]?, _ account: Account) throws(Failure) -> ArraySlice<
    UInt8
  > {
    try account.handle(bytes: bytes.count)
    guard let set else { return WhiteSpace.trimmingStart(bytes) }
    let wanted = Set(String(decoding: set, as: UTF8.self).unicodeScalars)
    try account.handle(bytes: bytes.count * 8 + set.count * 8)
    var kept = bytes
    while let first = kept.first {
      let end =
        first < 0x80
        ? kept.startIndex + 1 : kept[(kept.startIndex + 1)...].firstIndex(where: CodePoints.starts) ?? kept.endIndex
      guard let scalar = String(decoding: kept[..<end], as: UTF8.self).unicodeScalars.first, wanted.contains(scalar)
      else { break }
      kept = kept[end...]
    }
    return kept
  }

  static func end(_ bytes: ArraySlice<UInt8>, _ set: [UInt8]?, _ account: Account) throws(Failure) -> ArraySlice<UInt8>
  {
    try account.handle(bytes: bytes.count)
    guard let set else { return WhiteSpace.trimmingEnd(bytes) }
    let wanted = Set(String(decoding: set, as: UTF8.self).unicodeScalars)
    try account.handle(bytes: bytes.count * 8 + set.count * 8)
    var kept = bytes
    while let start = kept.lastIndex(where: CodePoints.starts) {
      guard let scalar = String(decoding: kept[start...], as: UTF8.self).unicodeScalars.first, wanted.contains(scalar)
      else { break }
      kept = kept[..<start]
    }
    return kept
  }

  static func both(_ bytes: [UInt8], _ set: [UInt8]?, _ account: Account) throws(Failure) -> [UInt8] {
    Array(try end(start(bytes[...], set, account), set, account))
  }
}

/// `str.replace`.
enum Replace {
  /// Where the parts begin, none over another; at most `limit`, or all where it is negative.
  static func places(
    of part: [UInt8], in bytes: ArraySlice<UInt8>, _ limit: Int, _ account: Account
  ) throws(Failure) -> [Int] {
    var places: [Int] = []
    var rest = bytes
    while limit < 0 || places.count < limit, let place = try Search.first(part, in: rest, account) {
      places.append(place)
      try account.check(places.count * 16)
      rest = rest[(place + part.count)...]
    }
    return places
  }

  static func all(
    _ bytes: [UInt8], _ old: [UInt8], _ new: [UInt8], _ limit: Int, _ account: Account
  ) throws(Failure) -> [UInt8] {
    if old.isEmpty { return try between(bytes, new, limit, account) }
    let places = try places(of: old, in: bytes[...], limit, account)
    if places.isEmpty { return bytes }
    try account.allow(bytes.count.plusClamped(places.count.timesClamped(new.count)))
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + places.count * max(0, new.count - old.count))
    var at = 0
    for place in places {
      out += bytes[at..<place]
      out += new
      at = place + old.count
    }
    return out + bytes[at...]
  }

  /// Nothing is before each code point, and at the end.
  private static func between(
    _ bytes: [UInt8], _ new: [UInt8], _ limit: Int, _ account: Account
  ) throws(Failure) -> [UInt8] {
    try account.allow(bytes.count.plusClamped((bytes.count + 1).timesClamped(new.count)))
    try account.step(bytes.count)
    var out: [UInt8] = []
    var left = limit < 0 ? Int.max : limit
    for byte in bytes {
      if CodePoints.starts(byte), left > 0 {
        out += new
        left -= 1
      }
      out.append(byte)
    }
    return left > 0 ? out + new : out
  }
}

/// `str.split`.
enum Split {
  static func parts(
    _ bytes: [UInt8], _ separator: [UInt8], _ limit: Int, fromEnd: Bool, _ account: Account
  ) throws(Failure) -> [ArraySlice<UInt8>] {
    try account.check(bytes.count)
    if fromEnd {
      // The last ones are the first ones of the mirror image.
      let mirrored = Array(bytes.reversed())
      let places = try Replace.places(of: separator.reversed(), in: mirrored[...], limit == .max ? -1 : limit, account)
      try account.check(places.count * 160)
      return cut(bytes, places.reversed().map { bytes.count - $0 - separator.count }, separator.count)
    }
    let places = try Replace.places(of: separator, in: bytes[...], limit == .max ? -1 : limit, account)
    try account.check(places.count * 160)
    return cut(bytes, places, separator.count)
  }

  private static func cut(_ bytes: [UInt8], _ places: [Int], _ length: Int) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    parts.reserveCapacity(places.count + 1)
    var at = 0
    for place in places {
      parts.append(bytes[at..<place])
      at = place + length
    }
    return parts + [bytes[at...]]
  }

  /// Between white space.
  static func words(
    _ bytes: [UInt8], _ limit: Int, fromEnd: Bool, _ account: Account
  ) throws(Failure) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = fromEnd ? WhiteSpace.trimmingEnd(bytes[...]) : WhiteSpace.trimmingStart(bytes[...])
    while !rest.isEmpty {
      try account.step()
      try account.check(parts.count * 160)
      if parts.count == limit {
        parts.append(rest)
        break
      }
      if fromEnd {
        var start = rest.endIndex
        while start > rest.startIndex {
          var place = start - 1
          while place > rest.startIndex, !CodePoints.starts(bytes[place]) { place -= 1 }
          if WhiteSpace.length(bytes[...], place) > 0 { break }
          start = place
        }
        parts.append(rest[start...])
        rest = WhiteSpace.trimmingEnd(rest[..<start])
      } else {
        var end = rest.startIndex
        while end < rest.endIndex, WhiteSpace.length(bytes[...], end) == 0 { end += 1 }
        parts.append(rest[..<end])
        rest = WhiteSpace.trimmingStart(rest[end...])
      }
    }
    return fromEnd ? parts.reversed() : parts
  }
}

/// `str.splitlines` and `str.expandtabs`.
enum Lines {
  /// All of Unicode's ends of lines, and those of old printers.
  static func split(_ bytes: [UInt8], keepsEnds: Bool, _ account: Account) throws(Failure) -> [ArraySlice<UInt8>] {
    try account.handle(bytes: bytes.count * 4)
    var lines: [ArraySlice<UInt8>] = []
    var (start, at) = (0, 0)
    while at < bytes.count {
      let length = endLength(bytes, at)
      if length == 0 {
        at += 1
        continue
      }
      lines.append(bytes[start..<(keepsEnds ? at + length : at)])
      try account.check(lines.count * 160)
      at += length
      start = at
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func endLength(_ bytes: [UInt8], _ at: Int) -> Int {
    switch bytes[at] {
    case 0x0D: return at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
    case 0x0A, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E: return 1
    case 0xC2: return at + 1 < bytes.count && bytes[at + 1] == 0x85 ? 2 : 0
    case 0xE2:
      return at + 2 < bytes.count && bytes[at + 1] == 0x80 && (bytes[at + 2] == 0xA8 || bytes[at + 2] == 0xA9) ? 3 : 0
    default: return 0
    }
  }

  static func expandingTabs(_ bytes: [UInt8], _ size: Int, _ account: Account) throws(Failure) -> [UInt8] {
    let tabs = bytes.count { $0 == 0x09 }
    try account.allow(bytes.count.plusClamped(tabs.timesClamped(max(0, size))))
    var out: [UInt8] = []
    var column = 0
    for byte in bytes {
      if byte == 0x09 {
        let width = size > 0 ? size - column % size : 0
        out += [UInt8](repeating: 0x20, count: width)
        column += width
      } else {
        out.append(byte)
        if byte == 0x0A || byte == 0x0D { column = 0 } else if CodePoints.starts(byte) { column += 1 }
      }
    }
    return out
  }
}

/// `str.center` and its kin; widths are counted in code points.
enum Justify {
  private static func missing(
    _ bytes: [UInt8], _ width: Int, _ fill: [UInt8], _ account: Account
  ) throws(Failure) -> Int {
    try account.handle(bytes: bytes.count)
    let missing = width > 0 ? max(0, width - CodePoints.count(bytes[...])) : 0
    try account.allow(missing.timesClamped(fill.count))
    return missing
  }

  private static func padding(_ fill: [UInt8], _ count: Int) -> [UInt8] {
    fill.count == 1 ? [UInt8](repeating: fill[0], count: count) : Array(repeatElement(fill, count: count).joined())
  }

  static func left(_ bytes: [UInt8], _ width: Int, _ fill: [UInt8], _ account: Account) throws(Failure) -> [UInt8] {
    bytes + padding(fill, try missing(bytes, width, fill, account))
  }

  static func right(_ bytes: [UInt8], _ width: Int, _ fill: [UInt8], _ account: Account) throws(Failure) -> [UInt8] {
    padding(fill, try missing(bytes, width, fill, account)) + bytes
  }

  static func center(_ bytes: [UInt8], _ width: Int, _ fill: [UInt8], _ account: Account) throws(Failure) -> [UInt8] {
    let missing = try missing(bytes, width, fill, account)
    // As Python does: of an odd blank the left gets it where the width is odd.
    let left = missing / 2 + (missing & width & 1)
    return padding(fill, left) + bytes + padding(fill, missing - left)
  }

  static func zeros(_ bytes: [UInt8], _ width: Int, _ account: Account) throws(Failure) -> [UInt8] {
    let zeros = padding([UInt8(ascii: "0")], try missing(bytes, width, [0x30], account))
    guard let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else {
      return zeros + bytes
    }
    return [first] + zeros + bytes.dropFirst()
  }
}
