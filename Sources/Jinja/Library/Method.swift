/// The methods of Python's own types, by their names. What would change a value is known, so that it can be refused.
enum Method: String, Sendable {
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

  private enum Owner { case text, sequence, dict, listOrDict, number, double, listChange, dictChange, change }

  private var owner: Owner {
    switch self {
    case .capitalize, .casefold, .center, .encode, .endswith, .expandtabs, .find, .format, .isalnum, .isalpha, .isascii,
      .isdecimal, .isdigit, .isidentifier, .islower, .isnumeric, .isprintable, .isspace, .istitle, .isupper, .join,
      .ljust, .lower, .lstrip, .maketrans, .partition, .removeprefix, .removesuffix, .replace, .rfind, .rindex, .rjust,
      .rpartition, .rsplit, .rstrip, .split, .splitlines, .startswith, .strip, .swapcase, .title, .translate, .upper,
      .zfill, .formatMap:
      .text
    case .count, .index: .sequence
    case .get, .items, .keys, .values, .fromkeys: .dict
    case .copy: .listOrDict
    case .bitLength: .number
    case .isInteger: .double
    case .append, .extend, .insert, .remove, .reverse, .sort: .listChange
    case .popitem, .setdefault, .update: .dictChange
    case .clear, .pop: .change
    }
  }

  /// Whether values of this type have it.
  func access(of value: Value) -> Access {
    let owner = owner
    switch value {
    case .string: return owner == .text || owner == .sequence ? .allowed : .none
    case .list:
      if owner == .sequence || owner == .listOrDict { return .allowed }
      return owner == .listChange || owner == .change ? .forbidden : .none
    case .tuple: return owner == .sequence ? .allowed : .none
    case .dict:
      if owner == .dict || owner == .listOrDict { return .allowed }
      return owner == .dictChange || owner == .change ? .forbidden : .none
    case .int, .bool: return owner == .number ? .allowed : .none
    case .double: return owner == .double ? .allowed : .none
    case .object(let object): return owner == .sequence && object is RangeObject ? .allowed : .none
    case .undefined, .none: return .none
    }
  }

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
