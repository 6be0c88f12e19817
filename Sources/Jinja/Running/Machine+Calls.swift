extension Machine {
  mutating func takeArguments(_ index: Int) throws(Failure) -> Arguments {
    // A call takes longer than another instruction.
    try account.step(4)
    let shape = program.calls[index]
    if shape.keywords.isEmpty, !shape.hasSpread, !shape.hasSpreadKeywords {
      return shape.positional == 0 ? .none : Arguments(positional: pop(shape.positional))
    }
    var arguments = Arguments()
    let spreadKeywords = shape.hasSpreadKeywords ? pop() : nil
    arguments.keywords = zip(shape.keywords, pop(shape.keywords.count)).map { ($0, $1) }
    let spread = shape.hasSpread ? pop() : nil
    arguments.positional = pop(shape.positional)
    if let spread { arguments.positional += try Iteration.items(spread, account) }
    if let spreadKeywords { try add(spreadKeywords, to: &arguments) }
    return arguments
  }

  private func add(_ spread: Value, to arguments: inout Arguments) throws(Failure) {
    guard case .dict(let dict) = spread else {
      throw .type("the argument behind ** is a mapping, not '\(spread.typeName)'")
    }
    for (key, value) in zip(dict.keys, dict.values) {
      guard case .string(let name) = key else { throw .type("keywords are strings") }
      if arguments.keywords.contains(where: { $0.name == name.string }) {
        throw .type("two values for the keyword '\(name.string)'")
      }
      arguments.keywords.append((name.string, value))
    }
  }

  mutating func callMethod(_ nameIndex: Int, _ shape: Int) throws(Failure) {
    let arguments = try takeArguments(shape)
    let receiver = pop()
    let name = program.names[nameIndex]
    if let method = name.method, method.access(of: receiver) == .allowed {
      stack.append(try method.call(receiver, arguments, account))
    } else {
      try call(Lookup.attribute(receiver, name, account), arguments)
    }
  }

  mutating func call(_ callee: Value, _ arguments: Arguments) throws(Failure) {
    switch callee {
    case .object(let macro as MacroObject): try enter(macro, arguments)
    case .object(let method as MethodObject):
      stack.append(try method.method.call(method.receiver, arguments, account))
    case .object(let function as FunctionObject): stack.append(try function.function.call(arguments, account))
    case .object(let loop as LoopObject):
      guard let recursion = loop.recursion else { throw .type("the loop is not a recursive one") }
      let items = try arguments.bound("loop", ["iterable"], required: 1)[0] ?? .none
      try enter(recursion.function, in: recursion.frame, loopLevel: loop.level + 1)
      frame.slots[program.functions[function].parameterSlots[0]] = items
    case .object(let joiner as JoinerObject):
      _ = try arguments.bound("joiner", [])
      stack.append(joiner.isUsed ? joiner.separator : .string(try Text([], for: account)))
      joiner.isUsed = true
    case .object(let helper as HelperObject): stack.append(try helper.call(arguments, account))
    case .undefined(let undefined): throw undefined.failure
    case .none, .bool, .int, .double, .string, .list, .tuple, .dict, .object:
      throw .type("'\(callee.typeName)' object is not callable")
    }
  }

  private mutating func enter(_ index: Int, in parent: Frame, loopLevel: Int) throws(Failure) {
    if calls.count >= account.limits.calls {
      throw .nesting("calls within one another deeper than \(account.limits.calls) levels")
    }
    let inner = try Frame(program.functions[index].slots, in: parent, for: account)
    calls.append(Call(function: function, code: code, next: next, frame: frame, loopLevel: self.loopLevel))
    function = index
    code = program.functions[index].code
    next = 0
    frame = inner
    self.loopLevel = loopLevel
    captures.append(out.count)
  }

  mutating func returnText() throws(Failure) {
    let start = captures.removeLast()
    try account.allow(out.count - start)
    stack.append(.string(try Text(Array(out[start...]), for: account)))
    out.removeSubrange(start...)
    let call = calls.removeLast()
    function = call.function
    code = call.code
    next = call.next
    frame = call.frame
    loopLevel = call.loopLevel
  }

  /// Arguments go to parameters by place, then by name; what is left goes to `varargs` and `kwargs` where the body speaks of
  /// them.
  private mutating func enter(_ macro: MacroObject, _ given: Arguments) throws(Failure) {
    let callee = program.functions[macro.function]
    var keywords = given.keywords
    var values: [Value] = []
    for (place, name) in callee.parameters.enumerated() {
      if place < given.positional.count {
        values.append(given.positional[place])
      } else if let found = keywords.firstIndex(where: { $0.name == name }) {
        values.append(keywords.remove(at: found).value)
      } else {
        values.append(.undefined(Undefined.missing))
      }
    }
    var caller: Value?
    if callee.callerSlot != nil {
      let found = keywords.firstIndex { $0.name == "caller" }
      caller = found.map { keywords.remove(at: $0).value }
      if caller == nil || caller?.isNone == true { caller = .undefined(Undefined(hint: "No caller defined")) }
    }
    let shown = callee.name.map { "macro '\($0)'" } ?? "the body of the call block"
    if callee.keywordsSlot == nil, let left = keywords.first {
      throw .type("\(shown) has no parameter '\(left.name)'")
    }
    let extra = given.positional.dropFirst(callee.parameters.count)
    if callee.variadicSlot == nil, !extra.isEmpty {
      throw .type("\(shown) takes at most \(callee.parameters.count) arguments (\(given.positional.count) given)")
    }
    try enter(macro.function, in: macro.frame, loopLevel: 0)
    for (slot, value) in zip(callee.parameterSlots, values) { frame.slots[slot] = value }
    if let slot = callee.callerSlot { frame.slots[slot] = caller ?? .none }
    if let slot = callee.keywordsSlot {
      var members: [(Value, Value)] = []
      for (name, value) in keywords { members.append((.string(try Text(Array(name.utf8), for: account)), value)) }
      frame.slots[slot] = .dict(try Dict(members, for: account))
    }
    if let slot = callee.variadicSlot { frame.slots[slot] = .tuple(try List(Array(extra), for: account)) }
  }
}

extension HelperObject {
  func call(_ arguments: Arguments, _ account: Account) throws(Failure) -> Value {
    if let keyword = arguments.keywords.first { throw .type("\(helper.rawValue) has no parameter '\(keyword.name)'") }
    switch (helper, owner) {
    case (.cycle, let loop as LoopObject):
      if arguments.positional.isEmpty { throw .type("no items for cycling given") }
      return arguments.positional[loop.index % arguments.positional.count]
    case (.changed, let loop as LoopObject):
      let values = try List(arguments.positional, for: account)
      let isSame = try loop.lastChanged.map { last throws(Failure) in
        try Comparing.equal(.tuple(last), .tuple(values), account)
      }
      loop.lastChanged = values
      return .bool(isSame != true)
    case (.next, let cycler as CyclerObject):
      defer { cycler.index = (cycler.index + 1) % cycler.items.count }
      return cycler.items[cycler.index]
    case (.reset, let cycler as CyclerObject):
      cycler.index = 0
      return .none
    default: return .none
    }
  }
}
