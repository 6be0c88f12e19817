#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Comparisons with Python's meaning. What they visit is counted: values may share their parts, and be compared many times.
enum Comparing {
  static func equal(_ a: Value, _ b: Value, _ account: Account) throws(Failure) -> Bool {
    switch (a, b) {
    case (.string(let a), .string(let b)):
      if a === b { return true }
      guard a.bytes.count == b.bytes.count else { return false }
      try account.handle(bytes: a.bytes.count)
      return a.bytes == b.bytes
    case (.undefined, .undefined), (.none, .none): return true
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      if a === b { return true }
      guard a.items.count == b.items.count else { return false }
      for (a, b) in zip(a.items, b.items) {
        try account.step()
        if try !equal(a, b, account) { return false }
      }
      return true
    case (.dict(let a), .dict(let b)):
      if a === b { return true }
      guard a.keys.count == b.keys.count else { return false }
      for (key, value) in zip(a.keys, a.values) {
        try account.step()
        guard let other = try b.value(key, account) else { return false }
        if try !equal(value, other, account) { return false }
      }
      return true
    case (.object(let a as RangeObject), .object(let b as RangeObject)):
      return a.count == b.count && (a.count == 0 || a.start == b.start && (a.count == 1 || a.step == b.step))
    case (.object(let a), .object(let b)): return a === b
    default:
      guard let a = Numeric(a), let b = Numeric(b) else { return false }
      return a.equals(b)
    }
  }

  /// Throws where Python has no order for the two.
  static func less(_ a: Value, _ b: Value, orEqual: Bool = false, _ account: Account) throws(Failure) -> Bool {
    switch (a, b) {
    case (.string(let a), .string(let b)):
      // UTF-8 has the order of code points.
      try account.handle(bytes: min(a.bytes.count, b.bytes.count))
      return orEqual ? !b.bytes.lexicographicallyPrecedes(a.bytes) : a.bytes.lexicographicallyPrecedes(b.bytes)
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      for (a, b) in zip(a.items, b.items) {
        try account.step()
        if try !equal(a, b, account) { return try less(a, b, orEqual: orEqual, account) }
      }
      return orEqual ? a.items.count <= b.items.count : a.items.count < b.items.count
    default:
      guard let first = Numeric(a), let second = Numeric(b) else {
        if case .undefined(let undefined) = a { throw undefined.failure }
        if case .undefined(let undefined) = b { throw undefined.failure }
        throw .type("'\(a.typeName)' and '\(b.typeName)' have no order")
      }
      return first.isLess(than: second) || orEqual && first.equals(second)
    }
  }

  static func holds(
    _ comparison: Comparison, _ a: Value, _ b: Value, _ account: Account
  ) throws(Failure) -> Bool {
    switch comparison {
    case .equal: try equal(a, b, account)
    case .notEqual: try !equal(a, b, account)
    case .less: try less(a, b, account)
    case .lessEqual: try less(a, b, orEqual: true, account)
    case .greater: try less(b, a, account)
    case .greaterEqual: try less(b, a, orEqual: true, account)
    case .in: try contains(b, a, account)
    case .notIn: try !contains(b, a, account)
    }
  }

  static func contains(_ container: Value, _ value: Value, _ account: Account) throws(Failure) -> Bool {
    switch container {
    case .string(let text):
      guard case .string(let part) = value else {
        throw .type("'in <string>' requires string as left operand, not '\(value.typeName)'")
      }
      return try Search.first(part.bytes, in: text.bytes[...], account) != nil
    case .list(let list), .tuple(let list): return try contains(list.items, value, account)
    case .dict(let dict): return try dict.value(value, account) != nil
    case .object(let view as ViewObject):
      if view.part == .keys { return try view.dict.value(value, account) != nil }
      return try contains(Iteration.items(container, account), value, account)
    case .object(let range as RangeObject):
      guard let number = Numeric(value) else { return false }
      for index in 0..<range.count {
        try account.step()
        if number.equals(.int(range.element(index))) { return true }
      }
      return false
    case .undefined: return false
    case .object: return try contains(Iteration.items(container, account), value, account)
    case .none, .bool, .int, .double: throw .type("argument of type '\(container.typeName)' is not iterable")
    }
  }

  private static func contains(_ items: [Value], _ value: Value, _ account: Account) throws(Failure) -> Bool {
    for item in items {
      try account.step()
      if try equal(item, value, account) { return true }
    }
    return false
  }

  /// Sorted, equal ones in their order; or in descending order, equal ones in their order too.
  static func sorted<T>(
    _ items: [T], descending: Bool = false, by key: (T) -> Value, _ account: Account
  ) throws(Failure) -> [T] {
    var (current, next) = (items, items)
    var width = 1
    while width < items.count {
      var start = 0
      while start < items.count {
        let (middle, end) = (min(start + width, items.count), min(start + 2 * width, items.count))
        var (left, right) = (start, middle)
        for place in start..<end {
          try account.step()
          var takesRight = left == middle
          if left < middle, right < end {
            takesRight =
              descending
              ? try less(key(current[left]), key(current[right]), account)
              : try less(key(current[right]), key(current[left]), account)
          }
          if takesRight {
            next[place] = current[right]
            right += 1
          } else {
            next[place] = current[left]
            left += 1
          }
        }
        start = end
      }
      swap(&current, &next)
      width *= 2
    }
    return current
  }
}

/// Texts within texts.
enum Search {
  /// Where the first of these parts begins.
  static func first(_ part: [UInt8], in bytes: ArraySlice<UInt8>, _ account: Account) throws(Failure) -> Int? {
    if part.isEmpty { return bytes.startIndex }
    guard part.count <= bytes.count else { return nil }
    var start = bytes.startIndex
    let last = bytes.endIndex - part.count
    while start <= last, let candidate = first(part[0], in: bytes[start...last]) {
      var length = 1
      while length < part.count, bytes[candidate + length] == part[length] { length += 1 }
      // What was compared in vain is compared again where a text repeats itself: it is counted.
      try account.handle(bytes: length + candidate - start)
      if length == part.count { return candidate }
      start = candidate + 1
    }
    try account.step()
    try account.handle(bytes: bytes.endIndex - min(start, bytes.endIndex))
    return nil
  }

  private static func first(_ byte: UInt8, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, let found = memchr(base, Int32(byte), buffer.count) else { return nil }
      return bytes.startIndex + (UnsafeRawPointer(found) - base)
    }
  }

  /// Where the last one begins.
  static func last(_ part: [UInt8], in bytes: ArraySlice<UInt8>, _ account: Account) throws(Failure) -> Int? {
    if part.isEmpty { return bytes.endIndex }
    let mirrored = Array(bytes.reversed())
    guard let place = try first(part.reversed(), in: mirrored[...], account) else { return nil }
    return bytes.endIndex - place - part.count
  }
}
