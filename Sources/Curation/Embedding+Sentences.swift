public import LanguageModel
public import Tokenization
public import Work

/// Texts as a sentence encoder reads them.
public struct SentenceTokens: Sendable {
  /// Of each text, special tokens included, at most as many as the encoder takes.
  public var texts: [[Int32]] = []
  /// Tokens that are missing at the ends of texts.
  public var tokensCut = 0
  /// Texts of which some are missing.
  public var textsCut = 0

  /// - Parameter tokenizer: of `encoder.tokenizerDirectory`.
  /// - Throws: `Interrupted`; `TokenizerError` where the tokenizer takes a text too far.
  public init(_ texts: [[UInt8]], encoder: SentenceEncoder, tokenizer: Tokenizer, work: Work = .silent) throws {
    self.texts.reserveCapacity(texts.count)
    for text in texts {
      let text = encoder.pooling.lowercases ? Array(String(decoding: text, as: UTF8.self).lowercased().utf8) : text
      let (ids, cut) = try tokenizer.encode(
        text, addingSpecial: true, atMost: encoder.maximalLength, work: work)
      self.texts.append(ids)
      tokensCut += cut
      if cut > 0 { textsCut += 1 }
    }
  }
}

extension Embedding {
  /// The vector of each text under a sentence encoder, as sentence-transformers makes it, and what was cut.
  ///
  /// - Throws: `Interrupted` between batches; what the encoder throws.
  public static func sentences(
    _ texts: [[UInt8]], encoder: SentenceEncoder, tokenizer: Tokenizer, work: Work = .silent
  ) throws -> (vectors: [[Float]], tokens: SentenceTokens) {
    let tokens = try SentenceTokens(texts, encoder: encoder, tokenizer: tokenizer, work: work)
    return (try encoder.embed(tokens.texts, work: work), tokens)
  }
}
