import Diagnostics
import Syntax
import Testing

/// Every code has a long form whose wrong example is wrong in that way and whose right example is right.
@Suite struct CodeBookTests {
  private func diagnostics(_ text: String) -> [Diagnostic] {
    let source = SourceText(name: "example", text: text)
    let (program, diagnostics) = Parser.parse(source)
    var found = diagnostics
    // Expressions are read by the binder; here the stage `where` alone has one.
    for case .pipeline(let pipeline) in program.statements {
      for stage in pipeline.stages where stage.name == "where" {
        found += ExpressionParser.parse(stage.arguments, after: stage.nameSpan).diagnostics
      }
    }
    return found
  }

  @Test(arguments: SyntaxCodes.entries) func examplesDoWhatTheySay(entry: CodeBook.Entry) {
    if !entry.wrong.isEmpty {
      #expect(diagnostics(entry.wrong).map(\.code) == [entry.code])
      #expect(!entry.right.isEmpty)
    }
    #expect(diagnostics(entry.right).isEmpty)
    #expect(!entry.title.hasSuffix(".") && entry.explanation.hasSuffix("."))
  }
}
