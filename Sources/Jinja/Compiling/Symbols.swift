/// The variables of one scope, by Jinja's rules: what is set in a scope is gone behind it, and what a scope reads it finds
/// around it, or in the input.
final class Symbols {
  enum Origin {
    /// Set by whoever enters the scope.
    case parameter
    /// The input's variable of this name.
    case input
    /// The variable around.
    case outer
    case undefined
  }

  let parent: Symbols?
  /// The function that it stands in; counted along the chain of frames.
  let function: Int
  private(set) var origins: [String: Origin] = [:]
  /// In the order in which they were met.
  private(set) var names: [String] = []
  private var listed: Set<String> = []
  private var stores: Set<String> = []
  var slots: [String: Int] = [:]

  init(in parent: Symbols?, function: Int) {
    self.parent = parent
    self.function = function
  }

  func knows(_ name: String) -> Bool { origins[name] != nil || parent?.knows(name) == true }

  private func define(_ name: String, _ origin: Origin) {
    origins[name] = origin
    if listed.insert(name).inserted { names.append(name) }
  }

  func declareParameter(_ name: String) {
    stores.insert(name)
    define(name, .parameter)
  }

  func load(_ name: String) {
    if !knows(name) { define(name, .input) }
  }

  func store(_ name: String) {
    stores.insert(name)
    if origins[name] == nil { define(name, parent?.knows(name) == true ? .outer : .undefined) }
  }

  // MARK: Reading statements of the scope

  func read(_ statements: [Statement]) {
    for statement in statements { read(statement) }
  }

  private func read(_ statement: Statement) {
    switch statement.kind {
    case .text, .breakLoop, .continueLoop, .generation: break
    case .output(let value): read(value)
    case .if(let branches, let otherwise): read(branches, otherwise)
    case .for(let loop): read(loop.items)
    case .set(let target, let value):
      read(value)
      read(target)
    case .setBlock(let target, _, _): read(target)
    case .macro(let name, _, _): store(name)
    case .call(_, let call, _): read(call)
    case .filter(let filter, _): read(filter)
    case .with(let values, _): for (_, value) in values { read(value) }
    }
  }

  /// What one branch sets may come from outside where another branch was taken.
  private func read(_ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement]) {
    guard let first = branches.first else { return read(otherwise) }
    read(first.condition)
    let before = (origins, stores)
    var met: [String: Origin] = [:]
    var stored: Set<String> = []
    for index in 0..<3 {
      (origins, stores) = before
      switch index {
      case 0: read(first.body)
      // The conditions of `elif` are branches within a branch to Jinja.
      case 1: for branch in branches.dropFirst() { read([branch], []) }
      default: read(otherwise)
      }
      met.merge(origins) { $1 }
      stored.formUnion(stores)
    }
    let fresh = stored.subtracting(before.1)
    origins = met
    stores = stored
    for name in fresh { origins[name] = parent?.knows(name) == true ? .outer : .input }
  }

  func read(_ target: Statement.Target) {
    switch target {
    case .name(let name): store(name)
    case .attribute(let name, _): load(name)
    case .tuple(let targets): for target in targets { read(target) }
    }
  }

  func declare(_ target: Statement.Target) {
    for name in target.names { declareParameter(name) }
  }

  func read(_ expression: Expression?) {
    guard let expression else { return }
    switch expression.kind {
    case .constant: break
    case .name(let name): load(name)
    case .list(let parts), .tuple(let parts), .sum(let parts), .concatenation(let parts), .and(let parts),
      .or(let parts):
      for part in parts { read(part) }
    case .dict(let members):
      for (key, value) in members {
        read(key)
        read(value)
      }
    case .attribute(let part, _), .negated(let part), .positive(let part), .not(let part): read(part)
    case .item(let a, let b), .binary(_, let a, let b):
      read(a)
      read(b)
    case .slice(let part, let start, let stop, let step): for part in [part, start, stop, step] { read(part) }
    case .call(let part, let arguments):
      read(part)
      read(arguments)
    case .filter(let part, _, let arguments):
      read(part)
      read(arguments)
    case .test(let part, _, let arguments):
      read(part)
      read(arguments)
    case .comparison(let first, let others):
      read(first)
      for (_, other) in others { read(other) }
    case .conditional(let value, let condition, let otherwise):
      for part in [condition, value, otherwise] { read(part) }
    }
  }

  private func read(_ arguments: CallArguments) { for part in arguments.all { read(part) } }
}
