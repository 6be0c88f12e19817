enum SequenceFilters {
  @Sendable static func count(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("length", [])
    if case .string(let text) = value { try account.handle(bytes: text.bytes.count) }
    guard let count = Iteration.count(value) else { throw .type("object of type '\(value.typeName)' has no length") }
    return .int(count)
  }

  @Sendable static func list(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("list", [])
    return .list(try List(Iteration.items(value, account), for: account))
  }

  @Sendable static func first(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("first", [])
    return try Iteration.puller(value, account)() ?? .undefined(Undefined(hint: "No first item, sequence was empty."))
  }

  @Sendable static func last(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("last", [])
    if case .object(let iterator as IteratorObject) = value {
      throw .type("'\(iterator.typeName)' object is not reversible")
    }
    return try Iteration.items(value, account).last ?? .undefined(Undefined(hint: "No last item, sequence was empty."))
  }

  @Sendable static func reverse(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("reverse", [])
    if case .string(let text) = value {
      let bounds = SliceBounds(start: nil, stop: nil, step: -1)
      return .string(try Text(bounds.cut(text.bytes, account), isMarkup: text.isMarkup, for: account))
    }
    let reversed = Array(try Iteration.items(value, account).reversed())
    if case .object(is IteratorObject) = value { return .list(try List(reversed, for: account)) }
    let source = Value.list(try List(reversed, for: account))
    return try Iteration.iterator("reversed", over: source, account) { (item) throws(Failure) in item }
  }

  @Sendable static func items(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("items", [])
    let pairs: [Value]
    switch value {
    case .undefined: pairs = []
    case .dict(let dict): pairs = try Iteration.pairs(dict, account)
    case .none, .bool, .int, .double, .string, .list, .tuple, .object:
      throw .type("items are those of a mapping, not of '\(value.typeName)'")
    }
    let source = Value.list(try List(pairs, for: account))
    return try Iteration.iterator("generator", over: source, account) { (item) throws(Failure) in item }
  }

  @Sendable static func join(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("join", ["d", "attribute"])
    let separator = try given[0].map { value throws(Failure) in try Printing.text(value, account) } ?? []
    let path = given.given(1).map { AttributePath($0) }
    var out: [UInt8] = []
    for (place, item) in try Iteration.items(value, account).enumerated() {
      if place > 0 { out += separator }
      let found = try path?.find(in: item, account) ?? item
      try Printing.append(found, to: &out, account)
      try account.handle(bytes: 64 + separator.count)
      try account.check(out.count)
    }
    return .string(try Text(out, for: account))
  }

  @Sendable static func sum(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("sum", ["attribute", "start"])
    let path = given.given(0).map { AttributePath($0) }
    var sum = given[1] ?? .int(0)
    if sum.text != nil { throw .type("sum() can't sum strings") }
    for item in try Iteration.items(value, account) {
      try account.step()
      sum = try Operators.add(sum, path?.find(in: item, account) ?? item, account)
    }
    return sum
  }

  // MARK: Order

  private static func ignoringCase(_ value: Value, _ account: Account) throws(Failure) -> Value {
    guard case .string(let text) = value else { return value }
    try Casing.prepare(text.bytes, account)
    return .string(try Text(Casing.lower(text.bytes), for: account))
  }

  private static func key(
    _ item: Value, _ path: AttributePath, isCaseSensitive: Bool, default fallback: Value? = nil, _ account: Account
  ) throws(Failure) -> Value {
    let found = try path.find(in: item, default: fallback, account)
    return isCaseSensitive ? found : try ignoringCase(found, account)
  }

  @Sendable static func sort(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("sort", ["reverse", "case_sensitive", "attribute"])
    var paths = [AttributePath(given.given(2))]
    if case .string(let text)? = given.given(2) {
      paths = text.string.split(separator: ",", omittingEmptySubsequences: false).map {
        AttributePath(Value(fixed: String($0)))
      }
    }
    var keyed: [(key: Value, item: Value)] = []
    for item in try Iteration.items(value, account) {
      try account.check(keyed.count * 96)
      var keys: [Value] = []
      for path in paths { keys.append(try key(item, path, isCaseSensitive: given.isTrue(1), account)) }
      keyed.append((.list(try List(keys, for: account)), item))
    }
    let sorted = try Comparing.sorted(keyed, descending: given.isTrue(0), by: \.key, account)
    return .list(try List(sorted.map(\.item), for: account))
  }

  @Sendable static func dictSort(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("dictsort", ["case_sensitive", "by", "reverse"])
    let by = given[1] == nil ? "key" : try given.text(1).string
    guard by == "key" || by == "value" else { throw .value("dictsort sorts by \"key\" or by \"value\"") }
    guard case .dict(let dict) = value else {
      if case .undefined(let undefined) = value { throw undefined.failure }
      throw .type("dictsort wants a mapping, not '\(value.typeName)'")
    }
    var keyed: [(key: Value, item: Value)] = []
    for (name, member) in zip(dict.keys, dict.values) {
      let key = by == "key" ? name : member
      keyed.append(
        (given.isTrue(0) ? key : try ignoringCase(key, account), .tuple(try List([name, member], for: account))))
    }
    let sorted = try Comparing.sorted(keyed, descending: given.isTrue(2), by: \.key, account)
    return .list(try List(sorted.map(\.item), for: account))
  }

  @Sendable static func min(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    try extreme("min", value, given, account) { (a, b) throws(Failure) in try Comparing.less(a, b, account) }
  }

  @Sendable static func max(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    try extreme("max", value, given, account) { (a, b) throws(Failure) in try Comparing.less(b, a, account) }
  }

  private static func extreme(
    _ name: String, _ value: Value, _ given: Arguments, _ account: Account,
    _ isBetter: (Value, Value) throws(Failure) -> Bool
  ) throws(Failure) -> Value {
    let given = try given.bound(name, ["case_sensitive", "attribute"])
    let path = AttributePath(given.given(1))
    var best: (key: Value, item: Value)?
    for item in try Iteration.items(value, account) {
      let key = try key(item, path, isCaseSensitive: given.isTrue(0), account)
      if let current = best, try !isBetter(key, current.key) { continue }
      best = (key, item)
    }
    return best?.item ?? .undefined(Undefined(hint: "No aggregated item, sequence was empty."))
  }

  @Sendable static func unique(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("unique", ["case_sensitive", "attribute"])
    let path = AttributePath(given.given(1))
    let isCaseSensitive = given.isTrue(0)
    var seen: Set<Key> = []
    return try Iteration.iterator("generator", over: value, account) { (item) throws(Failure) in
      let key = try key(item, path, isCaseSensitive: isCaseSensitive, account)
      try account.check(seen.count * 64)
      return seen.insert(try Key(hashing: key, account)).inserted ? item : nil
    }
  }

  @Sendable static func groupBy(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("groupby", ["attribute", "default", "case_sensitive"], required: 1)
    let path = AttributePath(given[0])
    var keyed: [(key: Value, item: Value)] = []
    for item in try Iteration.items(value, account) {
      try account.check(keyed.count * 96)
      let key = try key(item, path, isCaseSensitive: given.isTrue(2), default: given.given(1), account)
      keyed.append((key, item))
    }
    var groups: [(key: Value, items: [Value])] = []
    for (key, item) in try Comparing.sorted(keyed, by: \.key, account) {
      if let last = groups.last, try Comparing.equal(last.key, key, account) {
        groups[groups.count - 1].items.append(item)
      } else {
        groups.append((key, [item]))
      }
    }
    var found: [Value] = []
    for (_, items) in groups {
      let name = try path.find(in: items[0], default: given.given(1), account)
      found.append(.tuple(try List([name, .list(List(items, for: account))], isGroup: true, for: account)))
    }
    return .list(try List(found, for: account))
  }

  // MARK: Parts

  @Sendable static func batch(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("batch", ["linecount", "fill_with"], required: 1)
    let size = try given.int(0, default: 1)
    var lists: [[Value]] = []
    var line: [Value] = []
    for item in try Iteration.items(value, account) {
      try account.step()
      if line.count == size {
        lists.append(line)
        try account.check(lists.count * 160)
        line = []
      }
      line.append(item)
    }
    if !line.isEmpty {
      if let fill = given.given(1), line.count < size {
        try account.allow((size - line.count).timesClamped(MemoryLayout<Value>.stride))
        line += [Value](repeating: fill, count: size - line.count)
      }
      lists.append(line)
    }
    return try generator(lists, account)
  }

  @Sendable static func slice(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("slice", ["slices", "fill_with"], required: 1)
    let slices = try given.int(0, default: 1)
    let items = try Iteration.items(value, account)
    if slices == 0 { throw .value("integer division by zero") }
    try account.step(Swift.max(0, slices))
    try account.allow(Swift.max(0, slices).timesClamped(160))
    var lists: [[Value]] = []
    var start = 0
    for place in 0..<Swift.max(0, slices) {
      let isLonger = place < items.count % slices
      let end = start + items.count / slices + (isLonger ? 1 : 0)
      var part = Array(items[start..<end])
      if let fill = given.given(1), !isLonger { part.append(fill) }
      lists.append(part)
      start = end
    }
    return try generator(lists, account)
  }

  private static func generator(_ lists: [[Value]], _ account: Account) throws(Failure) -> Value {
    var items: [Value] = []
    for list in lists { items.append(.list(try List(list, for: account))) }
    let source = Value.list(try List(items, for: account))
    return try Iteration.iterator("generator", over: source, account) { (item) throws(Failure) in item }
  }
}
