import Documents
import TestSupport
import Testing
import Tokenization

/// Tokens that stand in tokenizer_config.json alone, as chat tokens added to a finished tokenizer often do.
@Suite("Tokens of added_tokens_decoder") struct DeclaredTokensTests {
  private func tokenizer(_ decoder: String, end: String = "<x>") throws -> Tokenizer {
    try SmallTokenizer(config: #"{"eos_token": "\#(end)", "added_tokens_decoder": \#(decoder)}"#).made()
  }

  // Ids as transformers gives them for these files.
  @Test func areFoundInText() throws {
    let made = try tokenizer(
      """
      {"25": {"content": "<b>", "special": true, "normalized": false, "lstrip": false, "rstrip": false},
       "24": {"content": "<a>", "special": true, "normalized": false, "lstrip": true}}
      """, end: "<b>")
    #expect(try made.encode("ab <a>ab<b>") == [5, 24, 5, 25])
    #expect(made.endOfText == 25 && made.isSpecial(24) && made.vocabularySize == 26)
    #expect(made.decode([24, 5, 25]) == Array("<a>ab<b>".utf8))
    #expect(made.digest != (try tokenizer("{}").digest))
    // One that is in both is tokenizer.json's; a word of the model keeps its number.
    let known = try tokenizer(
      #"{"20": {"content": "<x>", "lstrip": false}, "14": {"content": "bab", "special": false}}"#)
    #expect(try known.encode("bab") == [14] && known.encode("a <x>") == [0, 20])
    #expect(try tokenizer(#"{"20": {"content": "<x>"}}"#).digest == tokenizer("{}").digest)
  }

  @Test(arguments: [
    (#"{"21": {"content": "<a>"}}"#, "T0104", "another token"),
    (#"{"30": {"content": "aba"}}"#, "T0104", "gives it 12"),
    (#"{"x": {"content": "<a>"}}"#, "T0102", "without a number"), (#"{"24": {"special": true}}"#, "T0102", "a text"),
    (#"{"24": "<a>"}"#, "T0102", "a text"), (#"{"-1": {"content": "<a>"}}"#, "T0102", "no number"),
    (#"{"99999999": {"content": "<a>"}}"#, "T0102", "99999999"),
  ]) func thatContradictAreRefused(decoder: String, code: String, text: String) throws {
    let error = #expect(throws: TokenizerError.self) { try tokenizer(decoder) }
    #expect(error?.code.rawValue == code && error?.message.contains(text) == true, "\(error?.description ?? "")")
  }
}
