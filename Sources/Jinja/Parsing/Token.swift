/// A word of a template, and where it begins.
struct Token {
  enum Kind: Equatable {
    /// Text outside of tags.
    case data([UInt8])
    case outputBegin, outputEnd, blockBegin, blockEnd
    case name(String)
    case string([UInt8])
    case integer(Int)
    case double(Double)
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, CaseIterable {
    case floorDivide = "//"
    case power = "**"
    case equal = "=="
    case notEqual = "!="
    case greaterEqual = ">="
    case lessEqual = "<="
    case add = "+"
    case subtract = "-"
    case divide = "/"
    case multiply = "*"
    case modulo = "%"
    case tilde = "~"
    case leftBracket = "["
    case rightBracket = "]"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBrace = "{"
    case rightBrace = "}"
    case greater = ">"
    case less = "<"
    case assign = "="
    case dot = "."
    case colon = ":"
    case pipe = "|"
    case comma = ","
    case semicolon = ";"
  }

  let kind: Kind
  /// Byte offset in the template.
  let at: Int

  /// For messages: "'endfor'", "the end of the template".
  var shown: String {
    switch kind {
    case .data: "text"
    case .outputBegin: "'{{'"
    case .outputEnd: "'}}'"
    case .blockBegin: "'{%'"
    case .blockEnd: "'%}'"
    case .name(let name): "'\(name)'"
    case .string: "a string"
    case .integer, .double: "a number"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .end: "the end of the template"
    }
  }
}

/// A fault at a place of the template.
struct SyntaxFault: Error {
  let failure: Failure
  let at: Int

  init(_ message: String, at: Int) { self.init(.syntax(message), at: at) }

  init(_ failure: Failure, at: Int) {
    self.failure = failure
    self.at = at
  }
}
