public import Diagnostics

/// A piece of a text that is being written, and what it is to the grammar: what editors colour. Of text that does not parse, too.
public struct SourceWord: Sendable, Hashable {
  /// What a piece is.
  public enum Kind: Sendable, Hashable {
    /// `let`, `set` and the other words that statements begin with.
    case statement
    /// A word where a stage, a name or a cell stands.
    case head
    /// A word among the arguments of the stage.
    case argument(of: String)
    /// Another word: a name that is bound, a setting.
    case word
    /// `$name`.
    case variable
    /// A column between backticks.
    case column
    case number, string, comment, pipe
    /// Other signs, and the operators that are words.
    case sign
  }

  /// What it is.
  public var kind: Kind
  /// Where it stands, in bytes.
  public var span: Span
  /// As it stands there.
  public var text: String

  /// The pieces of a text, in their order; blanks belong to none.
  public static func words(of text: String) -> [SourceWord] { words(of: SourceText(name: "", text: text)) }

  /// The pieces of a source, in their order; blanks belong to none.
  public static func words(of source: SourceText) -> [SourceWord] {
    var lexer = Lexer(source)
    lexer.run()
    var words: [SourceWord] = []
    // The stage whose arguments are read, of each bracket that is open.
    var stages: [String?] = [nil]
    var isHead = true
    var statement: String?
    var end = 0

    func add(_ kind: Kind, _ span: Span) {
      words.append(SourceWord(kind: kind, span: span, text: lexer.text(span.lower, span.upper)))
    }
    func comments(to place: Int) {
      while end < place, let start = lexer.bytes[end..<place].firstIndex(of: UInt8(ascii: "#")) {
        add(.comment, Span(start, lexer.lineEnd(from: start)))
        end = lexer.lineEnd(from: start)
      }
    }
    for token in lexer.tokens {
      comments(to: token.span.lower)
      if token.lineBreakBefore && stages.count == 1 && token.kind != .pipe || token.statementBreakBefore {
        (isHead, statement, stages) = (true, nil, [nil])
      }
      let depth = stages.count - 1
      switch token.kind {
      case .word(let word):
        if isHead, statement == nil, depth == 0, ReservedWords.statements.contains(word) {
          statement = word
          // Behind `explain` a pipeline begins.
          isHead = word == "explain"
          add(.statement, token.span)
        } else if isHead {
          isHead = false
          stages[depth] = word
          add(.head, token.span)
        } else if ReservedWords.operators.contains(word) {
          add(.sign, token.span)
        } else {
          add(stages[depth].map { .argument(of: $0) } ?? .word, token.span)
        }
      case .pipe:
        isHead = true
        add(.pipe, token.span)
      case .openBrace, .openParenthesis:
        isHead = token.kind == .openBrace
        stages.append(isHead ? nil : stages[depth])
        add(.sign, token.span)
      case .closeBrace, .closeParenthesis:
        if depth > 0 { stages.removeLast() }
        isHead = false
        add(.sign, token.span)
      case .column: add(.column, token.span)
      case .number: add(.number, token.span)
      case .string: add(.string, token.span)
      case .variable: add(.variable, token.span)
      case .op(let sign):
        // `let name =` and `def name(…) =` begin a pipeline.
        if depth == 0, sign == .assign, statement == "let" || statement == "def", stages[0] == nil { isHead = true }
        add(.sign, token.span)
      case .comma, .colon: add(.sign, token.span)
      }
      end = max(end, token.span.upper)
    }
    comments(to: lexer.bytes.count)
    return words
  }
}
