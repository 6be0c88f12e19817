extension Compiler {
  /// The value comes to the top of the stack. A filter without operand finds it there.
  mutating func write(_ expression: Expression?) throws(SyntaxFault) {
    guard let expression else { return }
    let at = expression.at
    switch expression.kind {
    case .constant(let value): emit(.constant(constant(value)), at: at)
    case .name(let name): load(name, at: at)
    case .list(let parts): try write(parts, then: .list(parts.count), at: at)
    case .tuple(let parts): try write(parts, then: .tuple(parts.count), at: at)
    case .dict(let members): try write(members.flatMap { [$0.0, $0.1] }, then: .dict(members.count), at: at)
    case .attribute(let part, let name): try write([part], then: .attribute(self.name(name)), at: at)
    case .item(let part, let key): try item(part, key, at: at)
    case .slice(let part, let start, let stop, let step): try slice(part, [start, stop, step], at: at)
    case .call(let callee, let arguments): try call(callee, arguments, at: at)
    case .filter(let part, let name, let arguments): try filter(part, name, arguments, at: at)
    case .test(let part, let name, let arguments): try test(part, name, arguments, at: at)
    case .negated(let part): try write([part], then: .negate, at: at)
    case .positive(let part): try write([part], then: .positive, at: at)
    case .binary(let kind, let a, let b): try write([a, b], then: .binary(kind), at: at)
    case .sum(let parts): try write(parts, then: .sum(parts.count), at: at)
    case .concatenation(let parts): try write(parts, then: .concatenation(parts.count), at: at)
    case .comparison(let first, let others): try comparison(first, others, at: at)
    case .and(let parts): try logical(parts, .jumpKeepingFalse(0), at: at)
    case .or(let parts): try logical(parts, .jumpKeepingTrue(0), at: at)
    case .not(let part): try write([part], then: .not, at: at)
    case .conditional(let value, let condition, let otherwise):
      try conditional(value, condition, otherwise, at: at)
    }
  }

  private mutating func write(_ parts: [Expression], then instruction: Instruction, at: Int) throws(SyntaxFault) {
    for part in parts { try write(part) }
    emit(instruction, at: at)
  }

  private mutating func item(_ part: Expression, _ key: Expression, at: Int) throws(SyntaxFault) {
    if case .constant(.string(let text)) = key.kind {
      try write([part], then: .itemNamed(name(text.string)), at: at)
    } else {
      try write([part, key], then: .item, at: at)
    }
  }

  private mutating func slice(_ part: Expression, _ bounds: [Expression?], at: Int) throws(SyntaxFault) {
    try write(part)
    for bound in bounds {
      if let bound { try write(bound) } else { emit(.constant(constant(.none)), at: at) }
    }
    emit(.slice, at: at)
  }

  private mutating func comparison(
    _ first: Expression, _ others: [(Comparison, Expression)], at: Int
  ) throws(SyntaxFault) {
    try write(first)
    var jumps: [Int] = []
    for (index, (comparison, other)) in others.enumerated() {
      try write(other)
      if index == others.count - 1 {
        emit(.compare(comparison), at: at)
      } else {
        jumps.append(emit(.compareOrJump(comparison, 0), at: at))
      }
    }
    for jump in jumps { land(jump) }
  }

  private mutating func logical(_ parts: [Expression], _ jump: Instruction, at: Int) throws(SyntaxFault) {
    var jumps: [Int] = []
    for (index, part) in parts.enumerated() {
      try write(part)
      if index < parts.count - 1 { jumps.append(emit(jump, at: at)) }
    }
    for jump in jumps { land(jump) }
  }

  private mutating func conditional(
    _ value: Expression, _ condition: Expression, _ otherwise: Expression?, at: Int
  ) throws(SyntaxFault) {
    let around = isOptional
    isOptional = true
    defer { isOptional = around }
    try write(condition)
    let skip = emit(.jumpIfFalse(0), at: at)
    try write(value)
    let end = emit(.jump(0), at: at)
    land(skip)
    if let otherwise {
      try write(otherwise)
    } else {
      let missing = Undefined(hint: "the inline if-expression evaluated to false and no else section was defined")
      emit(.constant(constant(.undefined(missing))), at: at)
    }
    land(end)
  }

  // MARK: Calls

  mutating func write(_ arguments: CallArguments) throws(SyntaxFault) {
    for part in arguments.all { try write(part) }
  }

  /// The arguments on the stack; returns their shape.
  private mutating func shape(_ arguments: CallArguments) throws(SyntaxFault) -> Int {
    try write(arguments)
    program.calls.append(
      .init(
        positional: arguments.positional.count, hasSpread: arguments.spread != nil,
        keywords: arguments.keywords.map(\.name), hasSpreadKeywords: arguments.spreadKeywords != nil))
    return program.calls.count - 1
  }

  private mutating func call(_ callee: Expression, _ arguments: CallArguments, at: Int) throws(SyntaxFault) {
    if case .attribute(let receiver, let name) = callee.kind {
      try write(receiver)
      let shape = try shape(arguments)
      emit(.method(self.name(name), call: shape), at: callee.at)
    } else {
      try write(callee)
      let shape = try shape(arguments)
      emit(.call(shape), at: at)
    }
  }

  private mutating func filter(
    _ part: Expression?, _ name: String, _ arguments: CallArguments, at: Int
  ) throws(SyntaxFault) {
    try write(part)
    let shape = try shape(arguments)
    if let filter = Filter.named(name) {
      program.filters.append(filter)
      emit(.filter(program.filters.count - 1, call: shape), at: at)
    } else {
      let message = Filter.unknown(name)
      if !isOptional { throw SyntaxFault(message, at: at) }
      emit(.fail(fault(message.message)), at: at)
    }
  }

  private mutating func test(
    _ part: Expression, _ name: String, _ arguments: CallArguments, at: Int
  ) throws(SyntaxFault) {
    try write(part)
    let shape = try shape(arguments)
    if let test = Test.named(name) {
      program.tests.append(test)
      emit(.test(program.tests.count - 1, call: shape), at: at)
    } else {
      if !isOptional { throw SyntaxFault("no test is named '\(name)'", at: at) }
      emit(.fail(fault("no test is named '\(name)'")), at: at)
    }
  }
}
