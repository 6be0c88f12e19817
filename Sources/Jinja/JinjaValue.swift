public import Documents

/// A value that a template is given.
public struct JinjaValue: Sendable {
  let value: Value

  private init(_ value: Value) { self.value = value }

  /// A text, UTF-8.
  public init(text: [UInt8]) { value = .string(Text(fixed: text)) }

  /// A text: its UTF-8 is copied. O(n).
  public init(_ text: String) { self.init(text: Array(text.utf8)) }

  /// A truth value.
  public init(_ truth: Bool) { value = .bool(truth) }

  /// A whole number.
  public init(_ number: Int) { value = .int(number) }

  /// Python's `None`: written `None`, false as a condition, and not the same as an undefined name.
  public static let none = JinjaValue(Value.none)

  /// A list. Throws `JinjaError` (`limit`) where the values nest deeper than a template may go.
  public init(list: [JinjaValue]) throws(JinjaError) {
    do { value = .list(try List(fixed: list.map(\.value))) } catch { throw Self.located(error) }
  }

  /// A dictionary; of two equal keys the later one counts. Throws `JinjaError` (`limit`) where the values nest deeper than a
  /// template may go.
  public init(members: [(key: String, value: JinjaValue)]) throws(JinjaError) {
    do { value = try Self.dict(members.map { ($0.key, $0.value.value) }) } catch { throw Self.located(error) }
  }

  /// What Python's `json.loads` makes of the text that this was read from, but for integers beyond 64 bits, which are
  /// floating-point numbers. Throws `JinjaError` (`limit`) where it nests deeper than a template may go.
  public init(_ json: JSONValue) throws(JinjaError) {
    do { value = try Self.value(json, depth: 0) } catch { throw Self.located(error) }
  }

  private static func located(_ failure: Failure) -> JinjaError {
    JinjaError(kind: failure.kind, template: "input", line: 1, column: 1, message: failure.message)
  }

  private static func value(_ json: JSONValue, depth: Int) throws(Failure) -> Value {
    let below = try Nesting.below(depth)
    switch json {
    case .null: return .none
    case .bool(let truth): return .bool(truth)
    case .integer(let number): return .int(Int(number))
    case .number(let number): return .double(number)
    case .string(let text): return Value(fixed: text)
    case .array(let elements):
      var items: [Value] = []
      items.reserveCapacity(elements.count)
      for element in elements { items.append(try value(element, depth: below)) }
      return .list(try List(fixed: items))
    case .object(let object):
      var keys: [Value] = []
      var values: [Value] = []
      for (key, member) in object {
        keys.append(Value(fixed: key))
        values.append(try value(member, depth: below))
      }
      return .dict(try Dict(fixed: keys, values))
    }
  }

  private static func dict(_ members: [(String, Value)]) throws(Failure) -> Value {
    var keys: [Value] = []
    var values: [Value] = []
    var places: [[UInt8]: Int] = [:]
    for (key, value) in members {
      if let place = places[Array(key.utf8)] {
        values[place] = value
      } else {
        places[Array(key.utf8)] = keys.count
        keys.append(Value(fixed: key))
        values.append(value)
      }
    }
    return .dict(try Dict(fixed: keys, values))
  }
}
