/// The methods of Python's own types, by their names. What would change a value is known, so that it can be refused.
enum Method: String, Sendable, CaseIterable {
  // Texts.
  case capitalize, casefold, center, encode, endswith, expandtabs, find, format, isalnum, isalpha, isascii, isdecimal
  case isdigit, isidentifier, islower, isnumeric, isprintable, isspace, istitle, isupper, join, ljust, lower, lstrip
  case maketrans, partition, removeprefix, removesuffix, replace, rfind, rindex, rjust, rpartition, rsplit, rstrip,
    split
  case splitlines, startswith, strip, swapcase, title, translate, upper, zfill
  case formatMap = "format_map"
  // Sequences, texts among them.
  case count, index
  // Dictionaries.
  case get, items, keys, values, fromkeys
  case copy
  // Numbers.
  case bitLength = "bit_length"
  case isInteger = "is_integer"
  // What changes its value.
  case append, clear, extend, insert, pop, popitem, remove, reverse, setdefault, sort, update

  enum Access { case none, allowed, forbidden }

  /// Whether values of this type have it.
  func access(of value: Value) -> Access {
    switch value {
    case .string: Self.ofTexts.contains(self) ? .allowed : .none
    case .list: Self.ofLists.contains(self) ? .allowed : Self.changingLists.contains(self) ? .forbidden : .none
    case .tuple: self == .count || self == .index ? .allowed : .none
    case .dict: Self.ofDicts.contains(self) ? .allowed : Self.changingDicts.contains(self) ? .forbidden : .none
    case .int, .bool: self == .bitLength ? .allowed : .none
    case .double: self == .isInteger ? .allowed : .none
    case .object(let object): object is RangeObject && (self == .count || self == .index) ? .allowed : .none
    case .undefined, .none: .none
    }
  }

  private static let ofLists: Set<Method> = [.count, .index, .copy]
  private static let changingLists: Set<Method> = [.append, .clear, .extend, .insert, .pop, .remove, .reverse, .sort]
  private static let ofDicts: Set<Method> = [.get, .items, .keys, .values, .copy, .fromkeys]
  private static let changingDicts: Set<Method> = [.clear, .pop, .popitem, .setdefault, .update]
  private static let ofTexts = Set(allCases).subtracting(ofDicts).subtracting(changingLists).subtracting(changingDicts)
    .subtracting([.bitLength, .isInteger])

  /// - Precondition: the type of `receiver` has it.
  func call(_ receiver: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    switch receiver {
    case .string(let text): return try call(text, given, account)
    case .dict(let dict): return try call(dict, given, account)
    case .list(let list):
      if self == .copy {
        _ = try given.unnamed("copy", 0...0)
        return receiver
      }
      return try search(list.items, given, account)
    case .tuple(let list): return try search(list.items, given, account)
    case .object: return try search(Iteration.items(receiver, account), given, account)
    case .int, .bool:
      _ = try given.unnamed(rawValue, 0...0)
      return .int(Int.bitWidth - (receiver.index ?? 0).magnitude.leadingZeroBitCount)
    case .double(let number):
      _ = try given.unnamed(rawValue, 0...0)
      return .bool(number.isFinite && number.rounded() == number)
    case .undefined(let undefined): throw undefined.failure
    case .none: return .none
    }
  }

  private func call(_ dict: Dict, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    switch self {
    case .get:
      let given = try given.unnamed("get", 1...2)
      return try dict.value(given[0] ?? .none, account) ?? given[1] ?? .none
    case .fromkeys:
      let given = try given.unnamed("fromkeys", 1...2)
      let value = given[1] ?? .none
      var members: [(Value, Value)] = []
      for key in try Iteration.items(given[0] ?? .none, account) { members.append((key, value)) }
      return .dict(try Dict(members, for: account))
    default:
      _ = try given.unnamed(rawValue, 0...0)
      guard let part = ViewObject.Part(rawValue: rawValue) else { return .dict(dict) }
      return .object(try ViewObject(dict, part, for: account))
    }
  }

  /// `count` and `index` of a sequence.
  private func search(_ items: [Value], _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.unnamed(rawValue, self == .count ? 1...1 : 1...3)
    let wanted = given[0] ?? .none
    var count = 0
    let bounds =
      self == .count
      ? 0..<items.count
      : Self.bounds(try given.int(1, default: 0), try given.int(2, default: items.count), items.count)
    for place in bounds {
      try account.step()
      guard try Comparing.equal(items[place], wanted, account) else { continue }
      if self == .index { return .int(place) }
      count += 1
    }
    if self == .index { throw .value("the value is not in the list") }
    return .int(count)
  }

  /// A part of a sequence, by Python's rules for slices.
  static func bounds(_ start: Int, _ stop: Int, _ count: Int) -> Range<Int> {
    let (first, end, _, _) = SliceBounds(start: start, stop: stop, step: 1).resolved(count)
    return first..<max(first, end)
  }
}
