/// `map`, and what keeps some of the elements. All of them work when their elements are asked for.
enum SelectionFilters {
  @Sendable static func map(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    if !value.isTrue {
      return try Iteration.iterator("generator", over: .list(.empty), account) { (item) throws(Failure) in item }
    }
    if given.positional.isEmpty, given.keywords.contains(where: { $0.name == "attribute" }) {
      let given = try given.bound("map", ["attribute", "default"])
      let path = AttributePath(given[0])
      let fallback = given.given(1)
      return try Iteration.iterator("generator", over: value, account) { (item) throws(Failure) in
        try path.find(in: item, default: fallback, account)
      }
    }
    guard case .string(let name)? = given.positional.first else { throw .type("map wants the name of a filter") }
    guard let filter = Filter.named(name.string) else { throw Filter.unknown(name.string) }
    let rest = Arguments(positional: Array(given.positional.dropFirst()), keywords: given.keywords)
    return try Iteration.iterator("generator", over: value, account) { (item) throws(Failure) in
      try filter.run(item, rest, account)
    }
  }

  @Sendable static func select(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    try kept(value, given, path: nil, keeps: true, account)
  }

  @Sendable static func reject(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    try kept(value, given, path: nil, keeps: false, account)
  }

  @Sendable static func selectAttribute(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value
  {
    try keptByAttribute(value, given, keeps: true, account)
  }

  @Sendable static func rejectAttribute(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value
  {
    try keptByAttribute(value, given, keeps: false, account)
  }

  private static func keptByAttribute(
    _ value: Value, _ given: Arguments, keeps: Bool, _ account: Account
  ) throws(Failure) -> Value {
    guard let attribute = given.positional.first else {
      if !value.isTrue { return try kept(.list(.empty), .none, path: nil, keeps: keeps, account) }
      throw .type("the name of an attribute is missing")
    }
    let rest = Arguments(positional: Array(given.positional.dropFirst()), keywords: given.keywords)
    return try kept(value, rest, path: AttributePath(attribute), keeps: keeps, account)
  }

  private static func kept(
    _ value: Value, _ given: Arguments, path: AttributePath?, keeps: Bool, _ account: Account
  ) throws(Failure) -> Value {
    let source = value.isTrue ? value : .list(.empty)
    guard let name = given.positional.first, value.isTrue else {
      return try Iteration.iterator("generator", over: source, account) { (item) throws(Failure) in
        try (path?.find(in: item, account) ?? item).isTrue == keeps ? item : nil
      }
    }
    guard case .string(let text) = name, let test = Test.named(text.string) else {
      throw .syntax("no test is named '\(String(decoding: try Printing.text(name, account), as: UTF8.self))'")
    }
    let rest = Arguments(positional: Array(given.positional.dropFirst()), keywords: given.keywords)
    return try Iteration.iterator("generator", over: source, account) { (item) throws(Failure) in
      try test.run(path?.find(in: item, account) ?? item, rest, account) == keeps ? item : nil
    }
  }
}
