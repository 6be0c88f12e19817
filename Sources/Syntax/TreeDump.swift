import Diagnostics

/// The tree as indented text without places, for golden files and for comparing two trees.
package enum TreeDump {
  package static func dump(_ program: Program) -> String {
    program.statements.map { lines(of: $0).joined(separator: "\n") + "\n" }.joined()
  }

  package static func dump(_ expression: Expression) -> String {
    switch expression {
    case .number(let number, _): number.text
    case .string(let string, _): Canonical.literal(string, multiline: false)
    case .boolean(let value, _): value ? "true" : "false"
    case .column(let name, _): "`\(name)`"
    case .variable(let name, _): "$" + name
    case .unary(let sign, let operand, _): "(\(sign.rawValue) \(dump(operand)))"
    case .binary(let sign, let left, let right, _): "(\(dump(left)) \(sign.rawValue) \(dump(right)))"
    case .call(let name, let items, _): "\(name.text)(\(items.map(dump).joined(separator: ", ")))"
    case .list(let items, _): "[\(items.map(dump).joined(separator: ", "))]"
    }
  }

  private static func lines(of statement: Statement) -> [String] {
    switch statement {
    case .pipeline(let pipeline): lines(of: pipeline)
    case .letBinding(let syntax): ["let \(syntax.name.text)"] + indented(lines(of: syntax.pipeline))
    case .parameter(let syntax): ["param \(syntax.name.text)"] + indented(lines(of: syntax.defaultValue))
    case .definition(let syntax):
      ["def \(syntax.name.text)"]
        + indented(
          syntax.parameters.flatMap { parameter in
            ["parameter \(parameter.name.text)" + (parameter.type.map { ": \($0.text)" } ?? "")]
              + indented(lines(of: parameter.defaultValue))
          } + lines(of: syntax.body))
    case .setting(let syntax): ["set \(syntax.name.text)"] + indented(lines(of: syntax.value))
    case .use(let syntax): ["use \(Canonical.quoted(syntax.path))"]
    case .explain(let syntax): ["explain"] + indented(lines(of: syntax.pipeline))
    case .help(let syntax): ["help" + (syntax.topic.map { " \($0.text)" } ?? "")]
    }
  }

  private static func lines(of pipeline: PipelineSyntax) -> [String] {
    let head = pipeline.headBlock.map { ["block"] + indented(lines(of: $0.pipeline)) } ?? []
    let stages = pipeline.stages.flatMap { ["stage \($0.name)"] + indented(lines(of: $0.arguments)) }
    return ["pipeline"] + indented(head + stages)
  }

  private static func lines(of arguments: [Argument]) -> [String] {
    arguments.enumerated().flatMap { index, argument in
      // The one place where a blank means something: `name(` is a call.
      let isCall =
        argument.kind == .openParenthesis && !argument.spaceBefore && index > 0 && isName(arguments[index - 1])
      return isCall ? ["( of a call"] : lines(of: argument)
    }
  }

  private static func isName(_ argument: Argument) -> Bool {
    argument.word.map { !ReservedWords.operators.contains($0) } ?? false
  }

  private static func lines(of argument: Argument) -> [String] {
    switch argument.kind {
    case .word(let text): ["word \(text)"]
    case .column(let name): ["column `\(name)`"]
    case .number(let number):
      ["number \(number.text) = \(number.value)" + (number.unit == .none ? "" : " \(number.unit)")]
    case .string(let string): ["string " + Canonical.literal(string, multiline: false)]
    case .variable(let name): ["variable $\(name)"]
    case .op(let sign): ["operator \(sign.rawValue)"]
    case .comma: ["comma"]
    case .openParenthesis: ["("]
    case .closeParenthesis: [")"]
    case .block(let block): ["block"] + indented(lines(of: block.pipeline))
    }
  }

  private static func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }
}
