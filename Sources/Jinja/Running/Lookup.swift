/// What `value.name` and `value[key]` find: data, methods of Python's own types, and nothing else.
enum Lookup {
  static func attribute(_ value: Value, _ name: Program.Name, _ account: Account) throws(Failure) -> Value {
    switch value {
    case .undefined(let undefined): throw undefined.failure
    case .dict(let dict):
      if let method = try method(name, of: value, account) { return method }
      try account.handle(bytes: name.text.bytes.count)
      return dict.value(name.text) ?? name.inDict
    case .object(let object):
      if let method = try method(name, of: value, account) { return method }
      return try part(of: object, name.string, account) ?? .undefined(Undefined(name.string, of: value))
    case .tuple(let list) where list.isGroup && name.string == "grouper": return list.items[0]
    case .tuple(let list) where list.isGroup && name.string == "list": return list.items[1]
    case .string, .list, .tuple, .none, .bool, .int, .double:
      return try method(name, of: value, account) ?? .undefined(Undefined(name.string, of: value))
    }
  }

  /// `value['name']`: the key first, then the attribute.
  static func item(_ value: Value, named name: Program.Name, _ account: Account) throws(Failure) -> Value {
    switch value {
    case .dict(let dict):
      try account.handle(bytes: name.text.bytes.count)
      if let found = dict.value(name.text) { return found }
      return try method(name, of: value, account) ?? name.inDict
    case .undefined, .none, .bool, .int, .double, .string, .list, .tuple, .object:
      return try attribute(value, name, account)
    }
  }

  static func item(_ value: Value, _ key: Value, _ account: Account) throws(Failure) -> Value {
    if case .string(let text) = key {
      if case .dict(let dict) = value, let found = try dict.value(key, account) { return found }
      try account.allow(text.bytes.count * 4)
      return try item(value, named: Program.Name(text.string), account)
    }
    switch value {
    case .undefined(let undefined): throw undefined.failure
    case .dict(let dict):
      switch key {
      case .list, .dict: break
      case .undefined, .none, .bool, .int, .double, .string, .tuple, .object:
        if let found = try dict.value(key, account) { return found }
      }
    case .list(let list), .tuple(let list):
      if let index = key.index {
        let place = index < 0 ? index + list.items.count : index
        if list.items.indices.contains(place) { return list.items[place] }
      }
    case .string(let text):
      if let index = key.index, let start = CodePoints.offset(of: index, in: text.bytes) {
        let end = CodePoints.end(of: start, in: text.bytes)
        return .string(try Text(Array(text.bytes[start..<end]), isMarkup: text.isMarkup, for: account))
      }
    case .object(let range as RangeObject):
      if let index = key.index {
        let place = index < 0 ? index + range.count : index
        if (0..<range.count).contains(place) { return .int(range.element(place)) }
      }
    case .none, .bool, .int, .double, .object: break
    }
    return .undefined(Undefined(try shown(key, account), of: value))
  }

  private static func shown(_ key: Value, _ account: Account) throws(Failure) -> String {
    switch key {
    case .none, .bool, .int, .double, .string: String(decoding: try Printing.text(key, account), as: UTF8.self)
    case .undefined, .list, .tuple, .dict, .object: key.typeName
    }
  }

  /// A method as a value, or what stands for one that the sandbox keeps back. nil: the type has none of the name.
  private static func method(_ name: Program.Name, of value: Value, _ account: Account) throws(Failure) -> Value? {
    if let method = name.method {
      switch method.access(of: value) {
      case .none: break
      case .allowed: return .object(try MethodObject(value, method, for: account))
      case .forbidden: return .undefined(Undefined(unsafe: name.string, of: value))
      }
    }
    // Whatever it is that Python keeps under such a name.
    return name.isReserved ? .undefined(Undefined(unsafe: name.string, of: value)) : nil
  }

  private static func part(of object: Object, _ name: String, _ account: Account) throws(Failure) -> Value? {
    switch object {
    case let namespace as NamespaceObject: return namespace[name]
    case let loop as LoopObject: return try part(of: loop, name, account)
    case let range as RangeObject:
      switch name {
      case "start": return .int(range.start)
      case "stop": return .int(range.stop)
      case "step": return .int(range.step)
      default: return nil
      }
    case let macro as MacroObject:
      switch name {
      case "name": return macro.name.map { Value(fixed: $0) } ?? Value.none
      case "arguments": return .tuple(try List(macro.parameters.map { Value(fixed: $0) }, for: account))
      default: return nil
      }
    case let cycler as CyclerObject:
      switch name {
      case "current": return cycler.items[cycler.index]
      default:
        return try HelperObject.Helper(rawValue: name).flatMap { $0 == .next || $0 == .reset ? $0 : nil }
          .map { helper throws(Failure) in .object(try HelperObject(cycler, helper, for: account)) }
      }
    default: return nil
    }
  }

  private static func part(of loop: LoopObject, _ name: String, _ account: Account) throws(Failure) -> Value? {
    switch name {
    case "index": return .int(loop.index + 1)
    case "index0": return .int(loop.index)
    case "first": return .bool(loop.index == 0)
    case "last": return .bool(loop.index == loop.items.count - 1)
    case "length": return .int(loop.items.count)
    case "revindex": return .int(loop.items.count - loop.index)
    case "revindex0": return .int(loop.items.count - loop.index - 1)
    case "depth": return .int(loop.level + 1)
    case "depth0": return .int(loop.level)
    case "previtem":
      if loop.index > 0 { return loop.items[loop.index - 1] }
      return .undefined(Undefined(hint: "there is no previous item"))
    case "nextitem":
      if loop.index + 1 < loop.items.count { return loop.items[loop.index + 1] }
      return .undefined(Undefined(hint: "there is no next item"))
    case "cycle": return .object(try HelperObject(loop, .cycle, for: account))
    case "changed": return .object(try HelperObject(loop, .changed, for: account))
    default: return nil
    }
  }

  // MARK: Slices

  static func slice(
    _ value: Value, _ start: Value, _ stop: Value, _ step: Value, _ account: Account
  ) throws(Failure) -> Value {
    let bounds = SliceBounds(start: try bound(start), stop: try bound(stop), step: try bound(step) ?? 1)
    if bounds.step == 0 { throw .value("a slice's step cannot be zero") }
    switch value {
    case .string(let text):
      return .string(try Text(bounds.cut(text.bytes, account), isMarkup: text.isMarkup, for: account))
    case .list(let list): return .list(try List(bounds.cut(list.items, account), for: account))
    case .tuple(let list): return .tuple(try List(bounds.cut(list.items, account), for: account))
    case .object(let range as RangeObject):
      let (start, stop, step, _) = bounds.resolved(range.count)
      let (first, end) = (try range.bound(start), try range.bound(stop))
      let (size, isOver) = range.step.multipliedReportingOverflow(by: step)
      if isOver { throw Operators.overflow }
      return .object(try RangeObject(start: first, stop: end, step: size, for: account))
    case .undefined(let undefined): throw undefined.failure
    case .none, .bool, .int, .double, .dict, .object: throw .type("'\(value.typeName)' object cannot be sliced")
    }
  }

  private static func bound(_ value: Value) throws(Failure) -> Int? {
    if value.isNone { return nil }
    guard let index = value.index else { throw .type("a slice's bounds are whole numbers, not '\(value.typeName)'") }
    return index
  }
}

/// `[start:stop:step]`.
struct SliceBounds {
  let start: Int?
  let stop: Int?
  let step: Int

  /// Against a length; `count` is how many elements it takes.
  func resolved(_ length: Int) -> (start: Int, stop: Int, step: Int, count: Int) {
    let (lowest, highest) = step > 0 ? (0, length) : (-1, length - 1)
    func clamped(_ bound: Int?, _ fallback: Int) -> Int {
      guard let bound else { return fallback }
      return min(max(bound < 0 ? bound + length : bound, lowest), highest)
    }
    let first = clamped(start, step > 0 ? lowest : highest)
    let end = clamped(stop, step > 0 ? highest : lowest)
    let size = step == .min ? Int.max : abs(step)
    let span = step > 0 ? end - first : first - end
    return (first, end, step, span <= 0 ? 0 : (span - 1) / size + 1)
  }

  func cut(_ items: [Value], _ account: Account) throws(Failure) -> [Value] {
    let (start, stop, step, count) = resolved(items.count)
    try account.allow(count * MemoryLayout<Value>.stride)
    if step == 1 { return Array(items[start..<max(start, stop)]) }
    return (0..<count).map { items[start + $0 * step] }
  }

  /// Of a text's code points.
  func cut(_ bytes: [UInt8], _ account: Account) throws(Failure) -> [UInt8] {
    try account.handle(bytes: bytes.count)
    if step == 1, let cut = plainCut(bytes) { return cut }
    if CodePoints.isASCII(bytes[...]) {
      let (start, stop, step, count) = resolved(bytes.count)
      if step == 1 { return Array(bytes[start..<max(start, stop)]) }
      return (0..<count).map { bytes[start + $0 * step] }
    }
    try account.allow(bytes.count.timesClamped(9))
    let offsets = CodePoints.offsets(bytes)
    let (start, stop, step, count) = resolved(offsets.count - 1)
    if step == 1 { return Array(bytes[offsets[start]..<offsets[max(start, stop)]]) }
    return (0..<count).flatMap { bytes[offsets[start + $0 * step]..<offsets[start + $0 * step + 1]] }
  }

  /// `[n:]` and `[:n]`, found from the nearer end.
  private func plainCut(_ bytes: [UInt8]) -> [UInt8]? {
    switch (start, stop) {
    case (nil, nil): bytes
    case (let start?, nil):
      CodePoints.offset(of: start, in: bytes).map { Array(bytes[$0...]) } ?? (start < 0 ? bytes : [])
    case (nil, let stop?):
      CodePoints.offset(of: stop, in: bytes).map { Array(bytes[..<$0]) } ?? (stop < 0 ? [] : bytes)
    case (_?, _?): nil
    }
  }
}
