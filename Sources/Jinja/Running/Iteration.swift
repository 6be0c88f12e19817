/// What Python's `iter` and `len` make of values.
enum Iteration {
  /// The elements: keys of a dictionary, code points of a text. An iterator is used up.
  static func items(_ value: Value, _ account: Account) throws(Failure) -> [Value] {
    switch value {
    case .list(let list), .tuple(let list): return list.items
    case .dict(let dict): return dict.keys
    case .undefined: return []
    case .string(let text): return try characters(text, account)
    case .object(let object): return try items(object, account)
    case .none, .bool, .int, .double: throw .type("'\(value.typeName)' object is not iterable")
    }
  }

  private static func items(_ object: Object, _ account: Account) throws(Failure) -> [Value] {
    switch object {
    case let range as RangeObject:
      try account.step(range.count)
      return (0..<range.count).map { .int(range.element($0)) }
    case let view as ViewObject:
      switch view.part {
      case .keys: return view.dict.keys
      case .values: return view.dict.values
      case .items: return try pairs(view.dict, account)
      }
    case let iterator as IteratorObject:
      var items: [Value] = []
      while let item = try iterator.next() {
        try account.step()
        items.append(item)
      }
      return items
    default: throw .type("'\(object.typeName)' object is not iterable")
    }
  }

  static func pairs(_ dict: Dict, _ account: Account) throws(Failure) -> [Value] {
    var pairs: [Value] = []
    pairs.reserveCapacity(dict.keys.count)
    for (key, value) in zip(dict.keys, dict.values) {
      try account.step()
      pairs.append(.tuple(try List([key, value], for: account)))
    }
    return pairs
  }

  private static func characters(_ text: Text, _ account: Account) throws(Failure) -> [Value] {
    var items: [Value] = []
    var at = 0
    while at < text.bytes.count {
      try account.step()
      let end = CodePoints.end(of: at, in: text.bytes)
      items.append(.string(try Text(Array(text.bytes[at..<end]), for: account)))
      at = end
    }
    return items
  }

  static func isIterable(_ value: Value) -> Bool {
    switch value {
    case .list, .tuple, .dict, .undefined, .string: true
    case .object(let object):
      object is RangeObject || object is ViewObject || object is IteratorObject || object is LoopObject
    case .none, .bool, .int, .double: false
    }
  }

  /// How many there are; nil for what has no length.
  static func count(_ value: Value) -> Int? {
    switch value {
    case .list(let list), .tuple(let list): list.items.count
    case .dict(let dict): dict.keys.count
    case .undefined: 0
    case .string(let text): text.count
    case .object(let range as RangeObject): range.count
    case .object(let view as ViewObject): view.dict.keys.count
    case .object(let loop as LoopObject): loop.items.count
    case .object, .none, .bool, .int, .double: nil
    }
  }

  /// A lazy filter's result over these elements.
  static func iterator(
    _ name: String, over source: Value, _ account: Account,
    _ transform: @escaping (Value) throws(Failure) -> Value?
  ) throws(Failure) -> Value {
    let pull = try puller(source, account)
    return .object(
      try IteratorObject(name, below: source.depth, for: account) { () throws(Failure) -> Value? in
        while let item = try pull() {
          try account.step()
          if let kept = try transform(item) { return kept }
        }
        return nil
      })
  }

  /// One element after the other.
  static func puller(_ source: Value, _ account: Account) throws(Failure) -> () throws(Failure) -> Value? {
    if case .object(let iterator as IteratorObject) = source { return { () throws(Failure) in try iterator.next() } }
    let items = try items(source, account)
    var index = 0
    return { () throws(Failure) in
      guard index < items.count else { return nil }
      defer { index += 1 }
      return items[index]
    }
  }
}
