import Diagnostics
import Documents
import Foundation
import Pipeline
import Syntax

// Where names are declared.
extension LanguageServer {
  /// `textDocument/documentSymbol`: what `let`, `def` and `param` name.
  func symbols(_ params: JSONValue) throws(RPCError) -> JSONValue {
    let document = try document(params)
    func symbol(_ name: NameSyntax, _ kind: Int, _ span: Span, _ children: [JSONValue] = []) -> JSONValue {
      let shown = JSONValue.string(DisplayText.escaped(name.text))
      guard client.readsSymbolTrees else {
        let location: JSONValue = ["uri": .string(document.uri), "range": document.range(span)]
        return ["name": shown, "kind": .integer(kind), "location": location]
      }
      var symbol: JSONObject = [
        "name": shown, "kind": .integer(kind), "range": document.range(span),
        "selectionRange": document.range(name.span),
      ]
      if !children.isEmpty { symbol["children"] = .array(children) }
      return .object(symbol)
    }
    return .array(
      analysis(of: document).program.statements.compactMap { statement in
        switch statement {
        case .letBinding(let syntax): symbol(syntax.name, 13, syntax.span)  // Variable
        case .parameter(let syntax): symbol(syntax.name, 14, syntax.span)  // Constant
        case .definition(let syntax):
          symbol(syntax.name, 12, syntax.span, syntax.parameters.map { symbol($0.name, 13, $0.span) })  // Function
        case .pipeline, .setting, .use, .explain, .help: nil
        }
      })
  }

  /// `textDocument/definition`: where the name at a place is declared, in a used file too; of `use` the file itself.
  func definition(_ params: JSONValue) throws(RPCError) -> JSONValue {
    let (document, offset) = try place(params)
    let source = document.source
    let statements = analysis(of: document).program.statements
    let words = SourceWord.words(of: source)
    guard
      let word = words.first(where: { $0.span.contains(offset) && $0.kind != .pipe && $0.kind != .sign })
        ?? words.first(where: { $0.span.upper == offset })
    else { return .null }
    func here(_ span: Span) -> JSONValue { ["uri": .string(document.uri), "range": document.range(span)] }
    for case .use(let syntax) in statements where syntax.pathSpan == word.span {
      let path = Checker.path(of: syntax, in: source)
      return FileManager.default.fileExists(atPath: path) ? location(path, Span(0, 0), in: "") : .null
    }
    let around = statements.first { $0.span.contains(word.span.lower) }
    let before = statements.prefix { $0.span.upper <= word.span.lower }
    if word.kind == .variable {
      let name = word.text.dropFirst()
      if case .definition(let syntax)? = around, let own = syntax.parameters.first(where: { $0.name.text == name }) {
        return here(own.name.span)
      }
      for case .parameter(let syntax) in before.reversed() where syntax.name.text == name {
        return here(syntax.name.span)
      }
      return .null
    }
    if let own = around.flatMap(Self.declared), own.span == word.span { return here(own.span) }
    switch word.kind {
    case .head, .argument: break
    case .statement, .word, .variable, .column, .number, .string, .comment, .pipe, .sign: return .null
    }
    if registry[word.text] != nil { return .null }
    for statement in before.reversed() {
      if case .parameter = statement { continue }
      if let name = Self.declared(statement), name.text == word.text { return here(name.span) }
    }
    let checker = checker()
    guard let definition = checker.scope(after: before, in: source).definitions[word.text],
      definition.source.name.hasPrefix("/")
    else { return .null }
    for case .definition(let syntax) in Parser.parse(definition.source).program.statements
    where syntax.name.text == word.text {
      let text = definition.source.text(Span(0, definition.source.bytes.count))
      return location(definition.source.name, syntax.name.span, in: text)
    }
    return .null
  }

  /// The name that a statement declares.
  private static func declared(_ statement: Statement) -> NameSyntax? {
    switch statement {
    case .letBinding(let syntax): syntax.name
    case .parameter(let syntax): syntax.name
    case .definition(let syntax): syntax.name
    case .pipeline, .setting, .use, .explain, .help: nil
    }
  }

  private func location(_ path: String, _ span: Span, in text: String) -> JSONValue {
    let uri = FileURI.of(path)
    let file = Document(uri: uri, version: nil, text: text, encoding: client.encoding)
    return ["uri": .string(uri), "range": file.range(span)]
  }
}
