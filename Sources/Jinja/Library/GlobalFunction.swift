/// What a template can call without being given it. A new one is a case here.
enum GlobalFunction: String, Sendable {
  case range, dict, namespace, cycler, joiner
  case raiseException = "raise_exception"
  case strftimeNow = "strftime_now"

  func call(_ given: Arguments, _ account: Account) throws(Failure) -> Value {
    switch self {
    case .range: return try Self.range(given, account)
    case .dict: return .dict(try Dict(Self.members(given, "dict", account), for: account))
    case .namespace:
      let namespace = try NamespaceObject(for: account)
      for (key, value) in try Self.members(given, "namespace", account) {
        guard case .string(let name) = key else { throw .type("a namespace's names are strings") }
        try namespace.set(name.string, value)
      }
      return .object(namespace)
    case .cycler:
      if let keyword = given.keywords.first { throw .type("cycler has no parameter '\(keyword.name)'") }
      if given.positional.isEmpty { throw .value("at least one item has to be provided") }
      return .object(try CyclerObject(given.positional, for: account))
    case .joiner:
      let separator = try given.bound("joiner", ["sep"])[0] ?? Value(fixed: ", ")
      return .object(try JoinerObject(separator, for: account))
    case .raiseException:
      let message = try given.bound("raise_exception", ["message"], required: 1)[0] ?? .none
      throw Failure(kind: .raised, message: String(decoding: try Printing.text(message, account), as: UTF8.self))
    case .strftimeNow:
      let format = try given.bound("strftime_now", ["format"], required: 1).text(0)
      try account.handle(bytes: format.bytes.count)
      if format.bytes.contains(0) { throw .value("embedded null character") }
      guard format.bytes.count < 4096, let written = account.clock.written(format.bytes) else {
        throw .value("a time of more than 4096 bytes")
      }
      return .string(try Text(written, for: account))
    }
  }

  private static func range(_ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.unnamed("range", 1...3)
    let first = try given.int(0, default: 0)
    let isLength = given[1] == nil
    return .object(
      try RangeObject(
        start: isLength ? 0 : first, stop: isLength ? first : given.int(1, default: 0),
        step: given.int(2, default: 1), for: account))
  }

  /// Of a mapping, or of pairs, and of keywords.
  private static func members(
    _ given: Arguments, _ name: String, _ account: Account
  ) throws(Failure) -> [(Value, Value)] {
    var members: [(Value, Value)] = []
    if given.positional.count > 1 { throw .type("\(name) expected at most 1 argument, got \(given.positional.count)") }
    switch given.positional.first {
    case nil: break
    case .dict(let dict)?: members = Array(zip(dict.keys, dict.values))
    case let pairs?:
      for pair in try Iteration.items(pairs, account) {
        let parts = try Iteration.items(pair, account)
        if parts.count != 2 { throw .value("\(name) wants pairs") }
        members.append((parts[0], parts[1]))
      }
    }
    for (name, value) in given.keywords { members.append((.string(try Text(Array(name.utf8), for: account)), value)) }
    return members
  }
}
