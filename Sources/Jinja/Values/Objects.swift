/// What is neither a number nor text nor a plain container. Made by a rendering and never leaving it.
class Object {
  /// Lists, dictionaries and iterators within one another.
  let depth: Int
  private unowned(unsafe) let account: Account?

  /// Throws where the account has no room for it; without one nobody pays.
  init(depth: Int = 0, for account: Account?) throws(Failure) {
    try account?.hold(Self.size)
    self.depth = depth
    self.account = account
  }

  deinit { account?.release(Self.size) }

  private static let size = 192

  var typeName: String { "object" }
  var isTrue: Bool { true }
}

/// `range(…)`: as many elements as its length says, none of them stored.
final class RangeObject: Object {
  let start: Int
  let stop: Int
  let step: Int
  let count: Int

  /// Throws for a step of zero, and for more elements than the sandbox of Jinja allows.
  init(start: Int, stop: Int, step: Int, for account: Account) throws(Failure) {
    if step == 0 { throw .value("range() arg 3 must not be zero") }
    let span = step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    let size = step > 0 ? step : step == .min ? .max : -step
    let count = span.overflow ? .max : span.partialValue <= 0 ? 0 : (span.partialValue - 1) / size + 1
    if count > Self.longest { throw .value("a range of more than \(Self.longest) elements") }
    self.start = start
    self.stop = stop
    self.step = step
    self.count = count
    try super.init(for: account)
  }

  private static let longest = 100_000

  func element(_ index: Int) -> Int { start + index * step }

  /// Where the element of this index is, or would be.
  func bound(_ index: Int) throws(Failure) -> Int {
    let (offset, isOver) = index.multipliedReportingOverflow(by: step)
    let (bound, isOut) = start.addingReportingOverflow(offset)
    if isOver || isOut { throw Operators.overflow }
    return bound
  }

  override var typeName: String { "range" }
  override var isTrue: Bool { count > 0 }
}

/// `namespace(…)`: the one thing that a template can change.
final class NamespaceObject: Object {
  private var names: [String] = []
  private var values: [Value] = []
  private var places: [String: Int] = [:]  // empty while a scan is quicker
  private static let scanned = 16
  private unowned(unsafe) let account: Account

  /// The account ends its life: it may hold itself.
  init(for account: Account) throws(Failure) {
    self.account = account
    try super.init(for: account)
    account.mayCycle(self)
  }

  override var typeName: String { "Namespace" }

  subscript(name: String) -> Value? { place(of: name).map { values[$0] } }

  private func place(of name: String) -> Int? { places.isEmpty ? names.firstIndex(of: name) : places[name] }

  func clear() { values = names.map { _ in .none } }

  /// Throws for names that begin with an underscore, as transformers' own namespace does.
  func set(_ name: String, _ value: Value) throws(Failure) {
    if name.utf8.first == UInt8(ascii: "_") {
      throw .forbidden("a namespace holds no name with an underscore in front: '\(name)'")
    }
    if let place = place(of: name) {
      values[place] = value
      return
    }
    // Given back by nobody: a template has few names.
    try account.hold(128 + name.utf8.count)
    names.append(name)
    values.append(value)
    if !places.isEmpty {
      places[name] = names.count - 1
    } else if names.count > Self.scanned {
      places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }
  }
}

/// A macro, or the body of a call block, with the variables around it.
final class MacroObject: Object {
  let function: Int
  let frame: Frame
  /// nil: a call block's body has none.
  let name: String?
  let parameters: [String]

  init(
    _ function: Int, _ definition: Program.Function, in frame: Frame, for account: Account
  ) throws(Failure) {
    self.function = function
    name = definition.name
    parameters = definition.parameters
    self.frame = frame
    try super.init(for: account)
  }

  override var typeName: String { "Macro" }
}

/// A `for` that runs: `loop` in its body.
final class LoopObject: Object {
  let items: [Value]
  var index = -1
  /// A pass came to the end of the body: `else` is not for it.
  var hasCompleted = false
  let level: Int
  /// The function of a recursive loop, and the variables around it.
  let recursion: (function: Int, frame: Frame)?
  var lastChanged: List?

  init(_ items: [Value], level: Int, recursion: (function: Int, frame: Frame)?, for account: Account) throws(Failure) {
    self.items = items
    self.level = level
    self.recursion = recursion
    try super.init(for: account)
  }

  override var typeName: String { "LoopContext" }
  override var isTrue: Bool { !items.isEmpty }
}

/// What a lazy filter gives: each element once.
final class IteratorObject: Object {
  private let take: () throws(Failure) -> Value?
  private let name: String

  /// - Parameter depth: of what it draws from.
  init(
    _ name: String, below depth: Int, for account: Account, _ take: @escaping () throws(Failure) -> Value?
  ) throws(Failure) {
    self.take = take
    self.name = name
    try super.init(depth: Nesting.below(depth), for: account)
  }

  func next() throws(Failure) -> Value? { try take() }

  override var typeName: String { name }
}

/// `dict.keys()`, `values()` and `items()`.
final class ViewObject: Object {
  enum Part: String { case keys, values, items }
  let dict: Dict
  let part: Part
  init(_ dict: Dict, _ part: Part, for account: Account) throws(Failure) {
    self.dict = dict
    self.part = part
    try super.init(depth: dict.depth, for: account)
  }

  override var typeName: String { "dict_\(part.rawValue)" }
  override var isTrue: Bool { !dict.keys.isEmpty }
}

/// A method with the value that it belongs to.
final class MethodObject: Object {
  let receiver: Value
  let method: Method
  init(_ receiver: Value, _ method: Method, for account: Account) throws(Failure) {
    self.receiver = receiver
    self.method = method
    try super.init(depth: Nesting.below(receiver.depth), for: account)
  }

  override var typeName: String { "builtin_function_or_method" }
}

/// A function that every template has.
final class FunctionObject: Object {
  let function: GlobalFunction
  init(_ function: GlobalFunction) throws(Failure) {
    self.function = function
    try super.init(for: nil)
  }

  override var typeName: String { "function" }
}

/// `cycler(…)`.
final class CyclerObject: Object {
  let items: [Value]
  var index = 0
  init(_ items: [Value], for account: Account) throws(Failure) {
    self.items = items
    try super.init(depth: Nesting.depth(items), for: account)
  }

  override var typeName: String { "Cycler" }
}

/// `joiner(…)`: nothing at first, then its separator.
final class JoinerObject: Object {
  let separator: Value
  var isUsed = false
  init(_ separator: Value, for account: Account) throws(Failure) {
    self.separator = separator
    try super.init(depth: Nesting.below(separator.depth), for: account)
  }

  override var typeName: String { "Joiner" }
}

/// Methods of a running loop, of a cycler.
final class HelperObject: Object {
  enum Helper: String { case cycle, changed, next, reset }
  let owner: Object
  let helper: Helper
  init(_ owner: Object, _ helper: Helper, for account: Account) throws(Failure) {
    self.owner = owner
    self.helper = helper
    try super.init(depth: Nesting.below(owner.depth), for: account)
  }

  override var typeName: String { "method" }
}

/// The variables of a call that runs.
final class Frame {
  let slots: UnsafeMutablePointer<Value>
  private let count: Int
  /// The call in whose text the macro stands.
  let parent: Frame?
  private unowned(unsafe) let account: Account

  init(_ count: Int, in parent: Frame?, for account: Account) throws(Failure) {
    try account.step(count >> 3)
    try account.hold(Self.size(count))
    slots = .allocate(capacity: count)
    slots.initialize(repeating: .none, count: count)
    self.count = count
    self.parent = parent
    self.account = account
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
    account.release(Self.size(count))
  }

  /// Ends the life of its variables: a macro among them holds its frame.
  func clear() { for slot in 0..<count { slots[slot] = .none } }

  private static func size(_ count: Int) -> Int { 64 + count * MemoryLayout<Value>.stride }
}
