import Diagnostics
import Syntax

/// Fills in `$name`, and moves what a `def` brought to the place of its call.
struct Substitution {
  /// By name; nil when nothing is called so.
  var lookup: (String) -> Scalar?
  /// Where everything is reported at; nil: where it stands. Arguments that the caller wrote keep their own places.
  var place: Span?
  /// Names that nothing is known of, with their places.
  private(set) var unknown: [NameSyntax] = []

  init(place: Span? = nil, lookup: @escaping (String) -> Scalar?) {
    self.lookup = lookup
    self.place = place
  }

  mutating func pipeline(_ syntax: PipelineSyntax) -> PipelineSyntax {
    var result = syntax
    if case .block(let inner) = syntax.head { result.head = .block(block(inner)) }
    result.stages = syntax.stages.map { stage in
      var stage = stage
      stage.arguments = arguments(stage.arguments)
      stage.nameSpan = place ?? stage.nameSpan
      stage.span = place ?? stage.span
      return stage
    }
    result.span = place ?? syntax.span
    return result
  }

  private mutating func block(_ syntax: BlockSyntax) -> BlockSyntax {
    BlockSyntax(pipeline: pipeline(syntax.pipeline), span: place ?? syntax.span)
  }

  mutating func arguments(_ list: [Argument]) -> [Argument] {
    var result: [Argument] = []
    for argument in list {
      let span = place ?? argument.span
      switch argument.kind {
      case .variable(let name):
        guard let scalar = lookup(name) else {
          unknown.append(NameSyntax(name, span: span))
          result.append(argument.at(span))
          continue
        }
        // A default has no place of its own in this source; what the caller wrote has.
        result += scalar.arguments.map { part in
          var part = part
          if place == nil { part.span = span }
          return part
        }
      case .string(let literal):
        var missing: String?
        let text = literal.filled { name in
          if let text = lookup(name)?.text { return text }
          missing = name
          return nil
        }
        if let missing { unknown.append(NameSyntax(missing, span: span)) }
        let filled = text.map { StringLiteral(parts: [.text($0)], isMultiline: literal.isMultiline) }
        result.append(Argument(.string(filled ?? StringLiteral("")), span: span, spaceBefore: argument.spaceBefore))
      case .block(let inner): result.append(Argument(.block(block(inner)), span: span))
      case .word, .column, .number, .op, .comma, .openParenthesis, .closeParenthesis:
        result.append(Argument(argument.kind, span: span, spaceBefore: argument.spaceBefore))
      }
    }
    return result
  }
}

extension Argument {
  /// The same at another place.
  func at(_ span: Span) -> Argument { Argument(kind, span: span, spaceBefore: spaceBefore) }
}
