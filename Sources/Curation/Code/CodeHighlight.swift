/// A part of a text that is shown in a colour of its own, since it is code.
public struct CodeHighlight: Sendable, Hashable {
  /// What it is.
  public enum Kind: String, Sendable, Codable, CaseIterable { case keyword, string, comment, number }

  /// Bytes, counted from the text's beginning; on one line.
  public var range: Range<Int>
  /// What stands there.
  public var kind: Kind

  /// Of the code between the fences of a text, in order. Code of a language that is not known has none. O(bytes).
  public static func inFences(of text: ArraySlice<UInt8>) -> [CodeHighlight] {
    FencedCode.blocks(of: text).flatMap { block -> [CodeHighlight] in
      let language =
        block.language.isEmpty ? CodeLanguages.detected(block.code[...]) : CodeLanguages.named(block.language)
      guard let language else { return [] }
      return placed(of(block.code, language), block.places)
    }
  }

  /// Of code that is nothing else, in order; one may reach over several lines.
  private static func of(_ code: [UInt8], _ language: any CodeLanguage) -> [CodeHighlight] {
    let tokens = CodeTokens(code, hashComments: language.control.hasHashComments)
    var found = tokens.comments.map { CodeHighlight(range: $0, kind: .comment) }
    for token in tokens.tokens {
      switch token.kind {
      case .name:
        guard language.keywords.contains(String(decoding: tokens.text(token), as: UTF8.self)) else { continue }
        found.append(CodeHighlight(range: token.range, kind: .keyword))
      case .number: found.append(CodeHighlight(range: token.range, kind: .number))
      case .string:
        // One that is not closed is none: a lifetime, an apostrophe.
        guard token.whole.upperBound > token.range.upperBound else { continue }
        found.append(CodeHighlight(range: token.whole, kind: .string))
      case .sign: break
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The same where the lines of the code stand in a text, cut at the lines' ends.
  /// - Parameter places: of each line of the code, its end included.
  private static func placed(_ highlights: [CodeHighlight], _ places: [Range<Int>]) -> [CodeHighlight] {
    var placed: [CodeHighlight] = []
    var (line, start) = (0, 0)
    for highlight in highlights {
      while line < places.count, start + places[line].count <= highlight.range.lowerBound {
        start += places[line].count
        line += 1
      }
      var (at, begin) = (line, start)
      while at < places.count, begin < highlight.range.upperBound {
        let lower = max(highlight.range.lowerBound, begin) - begin + places[at].lowerBound
        let upper = min(highlight.range.upperBound, begin + places[at].count) - begin + places[at].lowerBound
        if lower < upper { placed.append(CodeHighlight(range: lower..<upper, kind: highlight.kind)) }
        begin += places[at].count
        at += 1
      }
    }
    return placed
  }
}
