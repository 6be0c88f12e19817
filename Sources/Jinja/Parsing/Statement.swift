/// A statement of a template, and where it begins.
struct Statement {
  indirect enum Kind {
    case text([UInt8])
    case output(Expression)
    case `if`([(condition: Expression, body: [Statement])], else: [Statement])
    case `for`(For)
    case set(Target, Expression)
    /// `{% set x %}…{% endset %}`, through filters where it names some.
    case setBlock(Target, filter: Expression?, [Statement])
    case macro(name: String, Parameters, [Statement])
    case call(Parameters, Expression, [Statement])
    case filter(Expression, [Statement])
    case with([(Target, Expression)], [Statement])
    /// What the model has to write itself.
    case generation([Statement])
    case breakLoop
    case continueLoop
  }

  struct For {
    let target: Target
    let items: Expression
    let condition: Expression?
    let isRecursive: Bool
    let body: [Statement]
    let otherwise: [Statement]
    /// Its body speaks of `loop`.
    let usesLoop: Bool
  }

  /// Where a value goes.
  indirect enum Target {
    case name(String)
    case attribute(of: String, String)
    case tuple([Target])
  }

  struct Parameters {
    var names: [String] = []
    /// Of the last ones.
    var defaults: [Expression] = []
    /// The body speaks of these names.
    var usesCaller = false
    var usesKeywords = false
    var usesVariadic = false
  }

  let kind: Kind
  let at: Int
}

extension Statement.Target {
  /// The names that it sets.
  var names: [String] {
    switch self {
    case .name(let name): [name]
    case .attribute: []
    case .tuple(let targets): targets.flatMap(\.names)
    }
  }

  /// The namespaces whose attributes it sets.
  var namespaces: [String] {
    switch self {
    case .name: []
    case .attribute(let name, _): [name]
    case .tuple(let targets): targets.flatMap(\.namespaces)
    }
  }
}
