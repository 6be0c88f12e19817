/// Runs a program. Its calls are kept in an array, not on the thread's stack.
struct Machine {
  let program: Program
  let account: Account
  let globals: [Value]
  var stack: [Value] = []
  var out: [UInt8] = []
  /// Where texts that become values begin in `out`.
  var captures: [Int] = []
  var loops: [LoopObject] = []
  /// What conditions of loops let through.
  var collections: [[Value]] = []
  var calls: [Call] = []

  // The call that runs.
  var function = 0
  var code: [Instruction] = []
  var next = 0
  var frame: Frame
  var loopLevel = 0

  /// What the model writes; nil where a part of it stands in text that became a value, so that nobody knows its place.
  private(set) var generations: [Range<Int>]? = []
  private var generationStarts: [Int] = []

  /// A call that waits for another.
  struct Call {
    let function: Int
    let code: [Instruction]
    let next: Int
    let frame: Frame
    let loopLevel: Int
  }

  init(_ program: Program, globals: [Value], account: Account) throws(Failure) {
    self.program = program
    self.globals = globals
    self.account = account
    code = program.functions[0].code
    frame = try Frame(program.functions[0].slots, in: nil, for: account)
    stack.reserveCapacity(32)
    out.reserveCapacity(4096)
  }

  /// Where the instruction stands that ran last.
  var place: Int {
    let places = program.functions[function].places
    return places.isEmpty ? 0 : Int(places[min(max(next - 1, 0), places.count - 1)])
  }

  mutating func run() throws(Failure) {
    while true {
      let instruction = code[next]
      next += 1
      try account.step()
      switch instruction {
      case .literal(let index):
        out += program.literals[index]
        try account.handle(bytes: program.literals[index].count)
        try checkOutput()
      case .output:
        try Printing.append(pop(), to: &out, account)
        try checkOutput()
      case .outputSum(let count): try outputSum(count)
      case .constant(let index): stack.append(program.constants[index])
      case .global(let index): stack.append(globals[index])
      case .local(let slot): stack.append(frame.slots[slot])
      case .outer(let hops, let slot): stack.append(outer(Int(hops)).slots[Int(slot)])
      case .store(let slot): frame.slots[slot] = pop()
      case .beginGlobal(let slot, let global): frame.slots[Int(slot)] = globals[Int(global)]
      case .beginAlias(let slot, let from, let hops): frame.slots[Int(slot)] = outer(Int(hops)).slots[Int(from)]
      case .beginUndefined(let slot, let name): frame.slots[Int(slot)] = program.names[Int(name)].asVariable
      case .list(let count): stack.append(.list(try List(pop(count), for: account)))
      case .tuple(let count): stack.append(.tuple(try List(pop(count), for: account)))
      case .dict(let count): try makeDict(count)
      case .unpack(let count): try unpack(count)
      case .attribute(let name): stack.append(try Lookup.attribute(pop(), program.names[name], account))
      case .item:
        let key = pop()
        stack.append(try Lookup.item(pop(), key, account))
      case .itemNamed(let name): stack.append(try Lookup.item(pop(), named: program.names[name], account))
      case .slice: try slice()
      case .setAttribute(let name):
        guard case .object(let namespace as NamespaceObject) = pop() else { throw Self.noNamespace }
        try namespace.set(program.names[name].string, pop())
      case .requireNamespace:
        guard case .object(let object) = pop(), object is NamespaceObject else { throw Self.noNamespace }
      case .negate: stack.append(try Operators.negated(pop()))
      case .positive: stack.append(try Operators.positive(pop()))
      case .binary(let kind):
        let right = pop()
        stack.append(try Operators.binary(kind, pop(), right, account))
      case .sum(let count): stack.append(try sum(pop(count)))
      case .concatenation(let count): try concatenate(count)
      case .compare(let comparison):
        let right = pop()
        stack.append(.bool(try Comparing.holds(comparison, pop(), right, account)))
      case .compareOrJump(let comparison, let target):
        let right = pop()
        let holds = try Comparing.holds(comparison, pop(), right, account)
        stack.append(holds ? right : .false)
        if !holds { next = target }
      case .not: stack.append(.bool(!pop().isTrue))
      case .call(let shape):
        let arguments = try takeArguments(shape)
        try call(pop(), arguments)
      case .method(let name, let shape): try callMethod(name, shape)
      case .filter(let index, let shape):
        let arguments = try takeArguments(shape)
        stack.append(try program.filters[index].run(pop(), arguments, account))
      case .test(let index, let shape):
        let arguments = try takeArguments(shape)
        stack.append(.bool(try program.tests[index].run(pop(), arguments, account)))
      case .macro(let index):
        account.mayCycle(frame)
        stack.append(.object(try MacroObject(index, program.functions[index], in: frame, for: account)))
      case .closure(let index):
        stack.append(.object(try MacroObject(index, program.functions[index], in: frame, for: account)))
      case .fail(let index): throw .syntax(program.faults[index])
      case .returnText:
        if calls.isEmpty { return }
        try returnText()
      case .jump(let target): next = target
      case .jumpIfFalse(let target): if !pop().isTrue { next = target }
      case .jumpKeepingFalse(let target): if top.isTrue { stack.removeLast() } else { next = target }
      case .jumpKeepingTrue(let target): if top.isTrue { next = target } else { stack.removeLast() }
      case .jumpIfGiven(let slot, let target):
        if case .undefined(let undefined) = frame.slots[slot], undefined === Undefined.missing { continue }
        next = target
      case .loopBegin(let recursion):
        let recursion = recursion == 0 ? nil : frame.parent.map { (function: recursion, frame: $0) }
        loops.append(
          try LoopObject(
            Iteration.items(pop(), account), level: recursion == nil ? 0 : loopLevel, recursion: recursion,
            for: account))
      case .loopStart(let slot): frame.slots[slot] = .object(loops[loops.count - 1])
      case .loopNext(let end):
        let loop = loops[loops.count - 1]
        loop.index += 1
        if loop.index < loop.items.count { stack.append(loop.items[loop.index]) } else { next = end }
      case .loopPassed: loops[loops.count - 1].hasCompleted = true
      case .loopEnd(let target): if loops.removeLast().hasCompleted { next = target }
      case .collectBegin: collections.append([])
      case .collect:
        let loop = loops[loops.count - 1]
        collections[collections.count - 1].append(loop.items[loop.index])
      case .collectEnd: stack.append(.list(try List(collections.removeLast(), for: account)))
      case .captureBegin: captures.append(out.count)
      case .captureEnd: try endCapture()
      case .captureDrop: out.removeSubrange(captures.removeLast()...)
      case .generationBegin: generationStarts.append(out.count)
      case .generationEnd: endGeneration()
      }
    }
  }

  static let noNamespace = Failure.type("cannot set an attribute of anything but a namespace")

  // MARK: The stack

  /// The compiler leaves as much on the stack as it takes.
  @inline(__always)
  mutating func pop() -> Value { stack.removeLast() }

  private var top: Value { stack[stack.count - 1] }

  mutating func pop(_ count: Int) -> [Value] {
    let values = Array(stack[(stack.count - count)...])
    stack.removeLast(count)
    return values
  }

  private func outer(_ hops: Int) -> Frame {
    var found = frame
    for _ in 0..<hops { found = found.parent ?? found }
    return found
  }

  // MARK: Text

  private func checkOutput() throws(Failure) {
    if out.count > account.limits.output {
      throw Failure(
        kind: .limit(.output), message: "the text is longer than \(account.limits.output >> 20) MB")
    }
  }

  /// Texts one after the other need not be joined before they are written.
  private mutating func outputSum(_ count: Int) throws(Failure) {
    let start = stack.count - count
    let areTexts = stack[start...].allSatisfy { value in
      if case .string(let text) = value { !text.isMarkup } else { false }
    }
    if areTexts {
      for index in start..<stack.count {
        guard case .string(let text) = stack[index] else { continue }
        out += text.bytes
        try account.handle(bytes: text.bytes.count)
        try checkOutput()
      }
      stack.removeLast(count)
    } else {
      try Printing.append(sum(pop(count)), to: &out, account)
    }
    try checkOutput()
  }

  private func sum(_ parts: [Value]) throws(Failure) -> Value {
    var size = 0
    var areTexts = true
    for part in parts {
      guard case .string(let text) = part, !text.isMarkup else {
        areTexts = false
        break
      }
      size += text.bytes.count
    }
    if areTexts {
      try account.allow(size)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(size)
      for part in parts { if case .string(let text) = part { bytes += text.bytes } }
      return .string(try Text(bytes, for: account))
    }
    var sum = parts[0]
    for part in parts.dropFirst() { sum = try Operators.add(sum, part, account) }
    return sum
  }

  private mutating func concatenate(_ count: Int) throws(Failure) {
    var bytes: [UInt8] = []
    for part in pop(count) {
      try Printing.append(part, to: &bytes, account)
      try account.check(bytes.count)
    }
    stack.append(.string(try Text(bytes, for: account)))
  }

  private mutating func endCapture() throws(Failure) {
    let start = captures.removeLast()
    try account.allow(out.count - start)
    stack.append(.string(try Text(Array(out[start...]), for: account)))
    out.removeSubrange(start...)
  }

  private mutating func endGeneration() {
    let start = generationStarts.removeLast()
    if captures.isEmpty, generationStarts.isEmpty { generations?.append(start..<out.count) } else { generations = nil }
  }

  // MARK: Values of several parts

  private mutating func makeDict(_ count: Int) throws(Failure) {
    let parts = pop(2 * count)
    stack.append(.dict(try Dict((0..<count).map { (parts[2 * $0], parts[2 * $0 + 1]) }, for: account)))
  }

  private mutating func unpack(_ count: Int) throws(Failure) {
    let items = try Iteration.items(pop(), account)
    if items.count != count {
      throw .value("\(items.count) values for \(count) names")
    }
    stack += items.reversed()
  }

  private mutating func slice() throws(Failure) {
    let bounds = pop(3)
    stack.append(try Lookup.slice(pop(), bounds[0], bounds[1], bounds[2], account))
  }
}
