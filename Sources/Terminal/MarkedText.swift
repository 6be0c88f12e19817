import Diagnostics
import Stages

/// A line of text, parts of which have a colour of their own: as `Console.page` shows it, with these.
struct MarkedText {
  private let line: String
  /// Of each Unicode scalar.
  private let kinds: [TextMark?]

  /// - Parameter spans: of this line, one behind the other.
  init(_ line: String, _ spans: [MarkedSpan]) {
    self.line = line
    var left = spans[...]
    var at = 0
    kinds = line.unicodeScalars.map { scalar in
      defer { at += UTF8.width(scalar) }
      while let next = left.first, next.range.upperBound <= at { left.removeFirst() }
      return left.first.flatMap { $0.range.contains(at) ? $0.kind : nil }
    }
  }

  func shown(on console: Console) -> String {
    let screen = console.outScreen
    let runs = runs(of: screen.isTerminal ? Text.page(line, to: screen.width) : line)
    return runs.enumerated().map { place, run in
      let (text, kind) = run
      let safe = console.shown(text, on: screen, keepNewlines: true, continuing: place > 0)
      guard let kind else { return safe }
      return safe.split(separator: "\n", omittingEmptySubsequences: false).map {
        screen.styled(String($0), Self.style(kind))
      }.joined(separator: "\n")
    }.joined()
  }

  /// The line as it was broken, in runs of one kind: blanks that are there no longer, or are new, belong to nothing.
  private func runs(of broken: String) -> [(text: String, kind: TextMark?)] {
    let source = Array(line.unicodeScalars)
    var runs: [(text: String, kind: TextMark?)] = []
    var at = 0
    for scalar in broken.unicodeScalars {
      let isBlank = scalar == " " || scalar == "\n"
      if !isBlank { while at < source.count, source[at] != scalar, source[at] == " " { at += 1 } }
      let isSame = at < source.count && source[at] == scalar
      let kind = isSame ? kinds[at] : nil
      if isSame { at += 1 }
      if runs.last.map({ $0.kind == kind }) != true { runs.append(("", kind)) }
      runs[runs.count - 1].text.unicodeScalars.append(scalar)
    }
    return runs
  }

  private static func style(_ kind: TextMark) -> Screen.Style {
    switch kind {
    case .keyword: .blue
    case .string: .assistant
    case .number: .tool
    case .comment: .dim
    case .eased: .assistant
    case .muchEased: .strongGreen
    case .hindered: .red
    case .muchHindered: .error
    }
  }
}
