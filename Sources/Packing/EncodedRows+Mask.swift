import LanguageModel
public import Tokenization

/// A stretch of a row that is learned, or is not.
public struct MaskPart: Sendable, Hashable {
  /// The text of its tokens, UTF-8 but for a character that a border cuts.
  public var text: [UInt8]
  /// How many these are.
  public var tokens: Int
  /// Whether they are targets.
  public var isLearned: Bool
}

extension EncodedRows {
  /// What a model that is tuned on the row sees of it, begin-of-text first, cut into what is learned and what is not: the tokens of
  /// `trainingForm`. Throws `Untrainable`.
  public func mask(
    _ row: Int, maxLength: Int, long: LongRule, tokenizer: Tokenizer
  ) throws(Untrainable) -> [MaskPart] {
    let form = try trainingForm(row, maxLength: maxLength, long: long)
    var parts: [MaskPart] = []
    for segment in form.segments {
      var at = 0
      func add(_ end: Int, isLearned: Bool) {
        guard at < end else { return }
        let text = tokenizer.decode(segment.tokens[at..<end], continuing: at > 0)
        parts.append(MaskPart(text: text, tokens: end - at, isLearned: isLearned))
        at = end
      }
      for target in segment.targets {
        add(target.lowerBound, isLearned: false)
        add(target.upperBound, isLearned: true)
      }
      add(segment.tokens.count, isLearned: false)
    }
    return parts
  }
}
