import Diagnostics

/// What people type who come from another tool. Each mistake is reported in its own words and mended in place.
extension Lexer {
  /// Reports and mends a familiar mistake at the current byte; false if there is none.
  mutating func mendMistake() -> Bool {
    let next = byte(1)
    switch bytes[index] {
    case UInt8(ascii: ":") where next == UInt8(ascii: "=") && !isFirstOnLine:
      mendSign(2, "`:=` is written `=`", .op(.assign), "=")
    case UInt8(ascii: ":") where isFirstOnLine && depth == 0, UInt8(ascii: "?") where isFirstOnLine && depth == 0:
      mendCommand()
    case UInt8(ascii: ";"): mendSemicolon()
    case UInt8(ascii: "&") where next == UInt8(ascii: "&"): mendAnd()
    case UInt8(ascii: "|") where next == UInt8(ascii: "|"): mendOr()
    case UInt8(ascii: "|") where next == UInt8(ascii: ">"):
      mendSign(2, "`|>` is written `|`", .pipe, "|")
    case UInt8(ascii: "-") where next == UInt8(ascii: ">"):
      mendSign(2, "`->` is written `|`", .pipe, "|")
    case UInt8(ascii: "&") where isInsideComparison:
      mendSign(1, "`&` is written `and`", .word("and"), "and")
    case UInt8(ascii: "&") where !isFirstOnLine: mendBackground()
    case UInt8(ascii: "%") where next == UInt8(ascii: ">") && byte(2) == UInt8(ascii: "%"):
      mendSign(3, "`%>%` is written `|`", .pipe, "|")
    case UInt8(ascii: "!") where isFirstOnLine && depth == 0 && Bytes.isLetter(next),
      UInt8(ascii: "%") where isFirstOnLine && depth == 0:
      mendShellLine()
    case UInt8(ascii: "<") where next == UInt8(ascii: ">"):
      mendSign(2, "`<>` is written `!=`", .op(.notEqual), "!=")
    case UInt8(ascii: "=") where next == UInt8(ascii: "=") && byte(2) == UInt8(ascii: "="):
      mendSign(3, "`===` is written `==`", .op(.equal), "==")
    case UInt8(ascii: "=") where next == UInt8(ascii: ">"):
      mendSign(2, "`=>` is written `>=`", .op(.greaterOrEqual), ">=")
    case UInt8(ascii: "=") where next == UInt8(ascii: "<"):
      mendSign(2, "`=<` is written `<=`", .op(.lessOrEqual), "<=")
    case UInt8(ascii: "!") where Bytes.isLetter(next) || next == UInt8(ascii: "("):
      mendSign(1, "`!` is written `not`", .word("not"), "not ")
    case UInt8(ascii: "-") where next == UInt8(ascii: "-") && isAfterBlank: return mendDashes()
    case UInt8(ascii: "/") where next == UInt8(ascii: "/"): mendSlashes()
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"): mendBlockComment()
    case UInt8(ascii: "'"): mendQuotes(openingLength: 1)
    case UInt8(ascii: "["): if !mendSubscript() { mendSquare() }
    case UInt8(ascii: "]"): mendSquare()
    case UInt8(ascii: "."), UInt8(ascii: "~"): mendPath()
    case UInt8(ascii: "\\") where lineEnd(from: index) == index + 1:
      report(
        "C0109", "`\\` does not join lines", Span(index, index + 1), label: "not needed",
        notes: ["a line continues when it ends in `|`, or when the next one begins with it"],
        help: "leave it out", edits: [.init(Span(index, index + 1), "")])
      skip(to: index + 1)
    default: return false
    }
    return true
  }

  mutating func mendSign(_ count: Int, _ message: String, _ kind: Token.Kind, _ replacement: String) {
    let span = Span(index, index + count)
    report(
      "C0117", message, span, label: "from another language", help: "write it like this",
      edits: [.init(span, replacement)])
    take(count, kind)
  }
}
