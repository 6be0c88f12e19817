/// Makes a program of a template's statements.
struct Compiler {
  var program = Program()
  /// The function that is being written, and those around it.
  var writing: [Int] = []
  var scope: Symbols
  /// A part that may not be reached: an unknown filter in it is a fault only when it is.
  var isOptional = false
  /// Of the loops around, within the function: the jumps that leave them, and how many texts are being captured there.
  var loops: [LoopTargets] = []
  var captures = 0
  private var nameIndex: [String: Int] = [:]
  private var globalIndex: [String: Int] = [:]

  struct LoopTargets {
    let captures: Int
    let next: Int
    var breaks: [Int] = []
  }

  static func program(_ statements: [Statement]) throws(SyntaxFault) -> Program {
    var compiler = Compiler()
    try compiler.function(name: nil, parameters: [], at: 0) { compiler throws(SyntaxFault) in
      compiler.scope.read(statements)
      try compiler.enterScope(at: 0)
      try compiler.write(statements)
    }
    return compiler.program
  }

  private init() { scope = Symbols(in: nil, function: 0) }

  // MARK: Functions and scopes

  /// Writes a function of its own; returns its place in the table.
  @discardableResult
  mutating func function(
    name: String?, parameters: [String], at: Int, _ body: (inout Compiler) throws(SyntaxFault) -> Void
  ) throws(SyntaxFault) -> Int {
    let index = program.functions.count
    program.functions.append(Program.Function(name: name, parameters: parameters))
    writing.append(index)
    let around = (scope, loops, captures, isOptional)
    scope = Symbols(in: index == 0 ? nil : scope, function: writing.count - 1)
    (loops, captures, isOptional) = ([], 0, false)
    try body(&self)
    emit(.returnText, at: at)
    (scope, loops, captures, isOptional) = around
    writing.removeLast()
    return index
  }

  /// Writes a scope within the function.
  mutating func inner(
    at: Int, declare: (Symbols) -> Void = { _ in }, reading statements: [Statement],
    _ body: (inout Compiler) throws(SyntaxFault) -> Void
  ) throws(SyntaxFault) {
    let around = (scope, isOptional)
    scope = Symbols(in: scope, function: scope.function)
    isOptional = false
    declare(scope)
    scope.read(statements)
    try body(&self)
    (scope, isOptional) = around
  }

  /// Gives the scope's variables their places and their first values.
  mutating func enterScope(at: Int) throws(SyntaxFault) {
    if scope.names.count > JinjaLimits.names { throw SyntaxFault(Parser.tooManyNames, at: at) }
    for name in scope.names {
      let slot = slot(of: name)
      switch scope.origins[name] {
      case nil, .parameter: break
      case .input: emit(.beginGlobal(slot: Int32(slot), global: Int32(global(name))), at: at)
      case .undefined: emit(.beginUndefined(slot: Int32(slot), name: Int32(self.name(name))), at: at)
      case .outer:
        guard let (owner, outer) = owner(of: name, from: scope.parent) else { continue }
        emit(
          .beginAlias(slot: Int32(slot), of: Int32(outer), hops: Int16(scope.function - owner.function)), at: at)
      }
    }
  }

  /// The place of a variable of the scope itself.
  mutating func slot(of name: String) -> Int {
    if let slot = scope.slots[name] { return slot }
    let slot = newSlot()
    scope.slots[name] = slot
    return slot
  }

  mutating func newSlot() -> Int {
    defer { program.functions[writing[writing.count - 1]].slots += 1 }
    return program.functions[writing[writing.count - 1]].slots
  }

  private func owner(of name: String, from scope: Symbols?) -> (Symbols, Int)? {
    var candidate = scope
    while let symbols = candidate {
      if let slot = symbols.slots[name] { return (symbols, slot) }
      candidate = symbols.parent
    }
    return nil
  }

  mutating func load(_ name: String, at: Int) {
    guard let (owner, slot) = owner(of: name, from: scope) else {
      emit(.global(global(name)), at: at)
      return
    }
    let hops = scope.function - owner.function
    emit(hops == 0 ? .local(slot) : .outer(Int32(hops), Int32(slot)), at: at)
  }

  // MARK: Tables

  mutating func name(_ name: String) -> Int {
    if let index = nameIndex[name] { return index }
    program.names.append(Program.Name(name))
    nameIndex[name] = program.names.count - 1
    return program.names.count - 1
  }

  mutating func global(_ name: String) -> Int {
    if let index = globalIndex[name] { return index }
    let fallback = GlobalFunction(rawValue: name).flatMap { try? FunctionObject($0) }.map { Value.object($0) }
    program.globals.append(.init(name: name, fallback: fallback ?? .undefined(Undefined(name: name))))
    globalIndex[name] = program.globals.count - 1
    return program.globals.count - 1
  }

  mutating func constant(_ value: Value) -> Int {
    program.constants.append(value)
    return program.constants.count - 1
  }

  mutating func fault(_ message: String) -> Int {
    program.faults.append(message)
    return program.faults.count - 1
  }

  // MARK: Code

  @discardableResult
  mutating func emit(_ instruction: Instruction, at: Int) -> Int {
    let function = writing[writing.count - 1]
    program.functions[function].code.append(instruction)
    program.functions[function].places.append(Int32(at))
    return program.functions[function].code.count - 1
  }

  /// Where the next instruction will stand.
  var here: Int { program.functions[writing[writing.count - 1]].code.count }

  /// Makes a jump that was written earlier lead here.
  mutating func land(_ jump: Int) { replaceTarget(of: jump, with: here) }

  private mutating func replaceTarget(of jump: Int, with target: Int) {
    let function = writing[writing.count - 1]
    let old = program.functions[function].code[jump]
    program.functions[function].code[jump] =
      switch old {
      case .jump: .jump(target)
      case .jumpIfFalse: .jumpIfFalse(target)
      case .jumpKeepingFalse: .jumpKeepingFalse(target)
      case .jumpKeepingTrue: .jumpKeepingTrue(target)
      case .jumpIfGiven(let slot, _): .jumpIfGiven(slot: slot, target)
      case .compareOrJump(let comparison, _): .compareOrJump(comparison, target)
      case .loopNext: .loopNext(target)
      case .loopEnd: .loopEnd(target)
      default: old
      }
  }
}
