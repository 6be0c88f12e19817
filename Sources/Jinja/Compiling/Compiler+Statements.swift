extension Compiler {
  mutating func write(_ statements: [Statement]) throws(SyntaxFault) {
    for statement in statements { try write(statement) }
  }

  private mutating func write(_ statement: Statement) throws(SyntaxFault) {
    let at = statement.at
    switch statement.kind {
    case .text(let bytes):
      program.literals.append(bytes)
      emit(.literal(program.literals.count - 1), at: at)
    case .output(let value): try output(value)
    case .if(let branches, let otherwise): try conditional(branches, otherwise, at: at)
    case .for(let loop): try (loop.isRecursive ? recursive(loop, at: at) : plain(loop, at: at))
    case .set(let target, let value):
      try requireNamespaces(target, at: at)
      try write(value)
      assign(target, at: at)
    case .setBlock(let target, let filter, let body): try setBlock(target, filter, body, at: at)
    case .macro(let name, let parameters, let body):
      let index = try macro(name, parameters, body, at: at)
      emit(.macro(index), at: at)
      assign(.name(name), at: at)
    case .call(let parameters, let call, let body): try callBlock(parameters, call, body, at: at)
    case .filter(let filter, let body): try filterBlock(filter, body, at: at)
    case .with(let values, let body): try with(values, body, at: at)
    case .generation(let body):
      emit(.generationBegin, at: at)
      try inner(at: at, reading: body) { compiler throws(SyntaxFault) in
        try compiler.enterScope(at: at)
        try compiler.write(body)
      }
      emit(.generationEnd, at: at)
    case .breakLoop, .continueLoop: leaveLoop(breaks: isBreak(statement), at: at)
    }
  }

  private func isBreak(_ statement: Statement) -> Bool {
    if case .breakLoop = statement.kind { true } else { false }
  }

  private mutating func output(_ value: Expression) throws(SyntaxFault) {
    if case .sum(let parts) = value.kind {
      for part in parts { try write(part) }
      emit(.outputSum(parts.count), at: value.at)
    } else {
      try write(value)
      emit(.output, at: value.at)
    }
  }

  private mutating func conditional(
    _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement], at: Int
  ) throws(SyntaxFault) {
    let around = isOptional
    isOptional = true
    defer { isOptional = around }
    var ends: [Int] = []
    for branch in branches {
      try write(branch.condition)
      let skip = emit(.jumpIfFalse(0), at: branch.condition.at)
      try write(branch.body)
      ends.append(emit(.jump(0), at: at))
      land(skip)
    }
    try write(otherwise)
    for end in ends { land(end) }
  }

  // MARK: Assignments

  private mutating func requireNamespaces(_ target: Statement.Target, at: Int) throws(SyntaxFault) {
    for name in target.namespaces {
      load(name, at: at)
      emit(.requireNamespace, at: at)
    }
  }

  /// The top of the stack goes to the target.
  mutating func assign(_ target: Statement.Target, at: Int) {
    switch target {
    case .name(let name): emit(.store(slot(of: name)), at: at)
    case .attribute(let owner, let name):
      load(owner, at: at)
      emit(.setAttribute(self.name(name)), at: at)
    case .tuple(let targets):
      emit(.unpack(targets.count), at: at)
      for target in targets { assign(target, at: at) }
    }
  }

  private mutating func setBlock(
    _ target: Statement.Target, _ filter: Expression?, _ body: [Statement], at: Int
  ) throws(SyntaxFault) {
    try requireNamespaces(target, at: at)
    emit(.captureBegin, at: at)
    captures += 1
    try inner(at: at, reading: body) { compiler throws(SyntaxFault) in
      try compiler.enterScope(at: at)
      try compiler.write(body)
      compiler.emit(.captureEnd, at: at)
      if let filter { try compiler.write(filter) }
    }
    captures -= 1
    assign(target, at: at)
  }

  private mutating func filterBlock(_ filter: Expression, _ body: [Statement], at: Int) throws(SyntaxFault) {
    emit(.captureBegin, at: at)
    captures += 1
    try inner(at: at, declare: { $0.read(filter) }, reading: body) { compiler throws(SyntaxFault) in
      try compiler.enterScope(at: at)
      try compiler.write(body)
      compiler.emit(.captureEnd, at: at)
      try compiler.write(filter)
    }
    captures -= 1
    emit(.output, at: at)
  }

  private mutating func with(
    _ values: [(Statement.Target, Expression)], _ body: [Statement], at: Int
  ) throws(SyntaxFault) {
    for (_, value) in values { try write(value) }
    let declare = { (scope: Symbols) in for (target, _) in values { scope.declare(target) } }
    try inner(at: at, declare: declare, reading: body) { compiler throws(SyntaxFault) in
      try compiler.enterScope(at: at)
      for (target, _) in values.reversed() { compiler.assign(target, at: at) }
      try compiler.write(body)
    }
  }

  // MARK: Macros

  private mutating func macro(
    _ name: String?, _ parameters: Statement.Parameters, _ body: [Statement], at: Int
  ) throws(SyntaxFault) -> Int {
    if parameters.usesCaller, let place = parameters.names.firstIndex(of: "caller"),
      place < parameters.names.count - parameters.defaults.count
    {
      throw SyntaxFault("the parameter 'caller' needs a default", at: at)
    }
    return try function(name: name, parameters: parameters.names, at: at) { compiler throws(SyntaxFault) in
      let scope = compiler.scope
      for name in parameters.names { scope.declareParameter(name) }
      for value in parameters.defaults { scope.read(value) }
      let hasCaller = parameters.usesCaller && !parameters.names.contains("caller")
      let hasKeywords = parameters.usesKeywords && !parameters.names.contains("kwargs")
      let hasVariadic = parameters.usesVariadic && !parameters.names.contains("varargs")
      if hasCaller { scope.declareParameter("caller") }
      if hasKeywords { scope.declareParameter("kwargs") }
      if hasVariadic { scope.declareParameter("varargs") }
      scope.read(body)
      let index = compiler.writing[compiler.writing.count - 1]
      compiler.program.functions[index].parameterSlots = parameters.names.map { compiler.slot(of: $0) }
      if hasCaller { compiler.program.functions[index].callerSlot = compiler.slot(of: "caller") }
      if hasKeywords { compiler.program.functions[index].keywordsSlot = compiler.slot(of: "kwargs") }
      if hasVariadic { compiler.program.functions[index].variadicSlot = compiler.slot(of: "varargs") }
      try compiler.enterScope(at: at)
      let first = parameters.names.count - parameters.defaults.count
      for (place, name) in parameters.names.enumerated() {
        let slot = compiler.slot(of: name)
        let skip = compiler.emit(.jumpIfGiven(slot: slot, 0), at: at)
        if place >= first {
          try compiler.write(parameters.defaults[place - first])
        } else {
          let missing = Undefined(hint: "parameter '\(name)' was not provided")
          compiler.emit(.constant(compiler.constant(.undefined(missing))), at: at)
        }
        compiler.emit(.store(slot), at: at)
        compiler.land(skip)
      }
      try compiler.write(body)
    }
  }

  private mutating func callBlock(
    _ parameters: Statement.Parameters, _ call: Expression, _ body: [Statement], at: Int
  ) throws(SyntaxFault) {
    let index = try macro(nil, parameters, body, at: at)
    guard case .call(let callee, var arguments) = call.kind else { return }
    if arguments.keywords.contains(where: { $0.name == "caller" }) {
      throw SyntaxFault("two arguments of the name 'caller'", at: call.at)
    }
    // The body is one more argument, made when its turn comes.
    let spreadKeywords = arguments.spreadKeywords
    arguments.spreadKeywords = nil
    try write(callee)
    try write(arguments)
    emit(.closure(index), at: at)
    try write(spreadKeywords)
    program.calls.append(
      .init(
        positional: arguments.positional.count, hasSpread: arguments.spread != nil,
        keywords: arguments.keywords.map(\.name) + ["caller"], hasSpreadKeywords: spreadKeywords != nil))
    emit(.call(program.calls.count - 1), at: call.at)
    emit(.output, at: at)
  }

  // MARK: Loops

  private mutating func plain(_ loop: Statement.For, at: Int) throws(SyntaxFault) {
    try write(loop.items)
    try passes(loop, recursion: 0, at: at)
  }

  /// A function of its own, which `loop(…)` calls again.
  private mutating func recursive(_ loop: Statement.For, at: Int) throws(SyntaxFault) {
    let index = try function(name: nil, parameters: ["items"], at: at) { compiler throws(SyntaxFault) in
      let index = compiler.writing[compiler.writing.count - 1]
      let slot = compiler.newSlot()
      compiler.program.functions[index].parameterSlots = [slot]
      compiler.emit(.local(slot), at: at)
      try compiler.passes(loop, recursion: index, at: at)
    }
    emit(.closure(index), at: at)
    try write(loop.items)
    program.calls.append(.init(positional: 1, hasSpread: false, keywords: [], hasSpreadKeywords: false))
    emit(.call(program.calls.count - 1), at: at)
    emit(.output, at: at)
  }

  /// The passes over what is on top of the stack, and what is written where there is none.
  private mutating func passes(_ loop: Statement.For, recursion: Int, at: Int) throws(SyntaxFault) {
    // A condition is asked when its element's turn comes, but where the body asks how many there are.
    let condition = loop.usesLoop || loop.isRecursive ? nil : loop.condition
    if condition == nil, let before = loop.condition { try collect(loop.target, before, at: at) }
    emit(.loopBegin(recursion: recursion), at: at)
    let declare = { (scope: Symbols) in
      if loop.usesLoop || loop.isRecursive { scope.declareParameter("loop") }
      scope.declare(loop.target)
    }
    var end = 0
    try inner(at: at, declare: declare, reading: loop.body) { compiler throws(SyntaxFault) in
      for name in loop.target.names { _ = compiler.slot(of: name) }
      if loop.usesLoop || loop.isRecursive { compiler.emit(.loopStart(slot: compiler.slot(of: "loop")), at: at) }
      let next = compiler.emit(.loopNext(0), at: at)
      compiler.assign(loop.target, at: at)
      if let condition {
        try compiler.test(loop.target, condition, at: at)
        compiler.emit(.jumpIfFalse(next), at: at)
      }
      try compiler.enterScope(at: at)
      compiler.loops.append(LoopTargets(captures: compiler.captures, next: next))
      try compiler.write(loop.body)
      compiler.emit(.loopPassed, at: at)
      compiler.emit(.jump(next), at: at)
      compiler.land(next)
      for jump in compiler.loops.removeLast().breaks { compiler.land(jump) }
      end = compiler.emit(.loopEnd(0), at: at)
    }
    if !loop.otherwise.isEmpty {
      try inner(at: at, reading: loop.otherwise) { compiler throws(SyntaxFault) in
        try compiler.enterScope(at: at)
        try compiler.write(loop.otherwise)
      }
    }
    land(end)
  }

  /// A condition over a loop's target, in a scope of its own with the same places.
  private mutating func test(_ target: Statement.Target, _ condition: Expression, at: Int) throws(SyntaxFault) {
    let slots = scope.slots
    let around = scope
    scope = Symbols(in: around.parent, function: around.function)
    scope.declare(target)
    scope.read(condition)
    for name in target.names { scope.slots[name] = slots[name] }
    try enterScope(at: at)
    try write(condition)
    scope = around
  }

  private mutating func collect(_ target: Statement.Target, _ condition: Expression, at: Int) throws(SyntaxFault) {
    // The list under the elements, then a loop over them.
    emit(.collectBegin, at: at)
    emit(.loopBegin(recursion: 0), at: at)
    try inner(at: at, declare: { $0.declare(target) }, reading: []) { compiler throws(SyntaxFault) in
      compiler.scope.read(condition)
      let next = compiler.emit(.loopNext(0), at: at)
      compiler.assign(target, at: at)
      try compiler.enterScope(at: at)
      try compiler.write(condition)
      compiler.emit(.jumpIfFalse(next), at: at)
      compiler.emit(.collect, at: at)
      compiler.emit(.jump(next), at: at)
      compiler.land(next)
      let end = compiler.emit(.loopEnd(0), at: at)
      compiler.land(end)
    }
    emit(.collectEnd, at: at)
  }

  private mutating func leaveLoop(breaks: Bool, at: Int) {
    guard let loop = loops.last else { return }
    for _ in loop.captures..<captures { emit(.captureDrop, at: at) }
    let jump = emit(.jump(loop.next), at: at)
    if breaks { loops[loops.count - 1].breaks.append(jump) }
  }
}
