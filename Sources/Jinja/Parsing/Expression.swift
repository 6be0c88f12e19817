/// An expression of a template. Its depth is bounded, so that walks over it may recurse.
final class Expression {
  indirect enum Kind {
    case constant(Value)
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case dict([(Expression, Expression)])
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(Expression, start: Expression?, stop: Expression?, step: Expression?)
    case call(Expression, CallArguments)
    /// Without an operand: of the text of a block.
    case filter(Expression?, String, CallArguments)
    case test(Expression, String, CallArguments)
    case negated(Expression)
    case positive(Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// a + b + c, from the left.
    case sum([Expression])
    /// a ~ b ~ c
    case concatenation([Expression])
    case comparison(Expression, [(Comparison, Expression)])
    case and([Expression])
    case or([Expression])
    case not(Expression)
    case conditional(Expression, if: Expression, else: Expression?)
  }

  let kind: Kind
  /// Byte offset in the template.
  let at: Int
  /// Expressions within one another, this one counted.
  let depth: Int

  init(_ kind: Kind, at: Int, over parts: [Expression?] = []) throws(SyntaxFault) {
    self.kind = kind
    self.at = at
    depth = 1 + parts.reduce(0) { max($0, $1?.depth ?? 0) }
    if depth > JinjaLimits.syntaxNesting { throw Self.tooDeep(at) }
  }

  static func tooDeep(_ at: Int) -> SyntaxFault {
    SyntaxFault(.nesting("nested deeper than \(JinjaLimits.syntaxNesting) levels"), at: at)
  }
}

/// What a call is given.
struct CallArguments {
  var positional: [Expression] = []
  var keywords: [(name: String, value: Expression)] = []
  /// `*arguments`
  var spread: Expression?
  /// `**arguments`
  var spreadKeywords: Expression?

  /// In the order in which they come to the stack.
  var all: [Expression?] { positional + [spread] + keywords.map(\.value) + [spreadKeywords] }
}

enum BinaryOperator: String {
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
}

enum Comparison: String {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case `in` = "in"
  case notIn = "not in"
}
