/// Where the cursor is in a statement: the stage around it, and the text of the pipe before it.
struct Place {
  /// From the beginning of the stage to the cursor.
  var stage = ""
  /// The pipe before the stage, without its last `|`; nil at the beginning.
  var pipe: String?
  /// The word that the cursor ends.
  var word = ""
  /// What an unclosed string holds so far.
  var openString: String?
  /// The word is a name behind `$`, in a string too.
  var isVariable = false
  /// In a comment, where nothing is meant.
  private(set) var isComment = false
  /// At the beginning of a statement.
  var isHead: Bool { pipe == nil && !isBlock }
  /// At the beginning of a pipeline that takes nothing from before it.
  var begins: Bool { isHead || pipe == nil && isValue }
  private var isBlock = false
  /// Behind `let name =`.
  private var isValue = false

  init(_ text: String) {
    var stageStart = text.startIndex
    var statementStart = text.startIndex
    var lastPipe: String.Index?
    var parentheses = 0
    var comments: [Range<String.Index>] = []
    var stringStart: String.Index?
    var blocks: [(stage: String.Index, statement: String.Index, pipe: String.Index?)] = []
    var isEscaped = false
    var place = text.startIndex
    while place < text.endIndex {
      let character = text[place]
      let next = text.index(after: place)
      if stringStart != nil {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          stringStart = nil
        }
      } else {
        switch character {
        case "\"": stringStart = next
        case "|":
          lastPipe = place
          stageStart = next
        case "{":
          isValue = false
          blocks.append((stageStart, statementStart, lastPipe))
          stageStart = next
          statementStart = next
          lastPipe = nil
        case "}":
          if let outer = blocks.popLast() { (stageStart, statementStart, lastPipe) = outer }
        case "#":
          let start = place
          place = text[place...].firstIndex(where: \.isNewline) ?? text.endIndex
          isComment = place == text.endIndex
          comments.append(start..<place)
          continue
        case "(": parentheses += 1
        case ")": parentheses = max(0, parentheses - 1)
        case "=" where blocks.isEmpty && lastPipe == nil && parentheses == 0:
          // `let name =` and `def name(…) =` begin a pipeline of their own; a comparison has two signs.
          let head = text[statementStart..<place].trimmingBlanks()
          if head.hasPrefix("let ") || head.hasPrefix("def ") {
            isValue = head.hasPrefix("let ")
            stageStart = next
            statementStart = next
          }
        default: break
        }
      }
      place = next
    }
    isBlock = !blocks.isEmpty || statementStart != text.startIndex
    var start = stageStart
    for comment in comments where comment.lowerBound >= stageStart {
      stage += text[start..<comment.lowerBound]
      start = comment.upperBound
    }
    stage += text[start...]
    pipe = lastPipe.map { String(text[statementStart..<$0]) }
    openString = stringStart.map { String(text[$0...]) }
    word = String(stage.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    isVariable = stage.dropLast(word.count).last == "$"
  }
}

extension StringProtocol {
  /// Without spaces, tabs and line ends around it.
  func trimmingBlanks() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
