/// A tokenizer that cannot be used as its files describe it.
public struct TokenizerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A stable code; its long form is what `cact explain T0103` prints.
  public enum Code: String, Sendable, CaseIterable {
    case missing = "T0101"
    case malformed = "T0102"
    case unsupported = "T0103"
    case inconsistent = "T0104"
    case noEnd = "T0105"
    case runsAway = "T0106"
  }

  /// The kind of error.
  public var code: Code
  /// The file at fault.
  public var file: String
  /// What is wrong, without the file.
  public var message: String

  /// An error in `file`.
  public init(_ code: Code, file: String, _ message: String) {
    self.code = code
    self.file = file
    self.message = message
  }

  /// Code, file and message in one line.
  public var description: String { "\(code.rawValue): \(file): \(message)" }
}

extension TokenizerError.Code {
  /// One line: what the code stands for.
  public var title: String {
    switch self {
    case .missing: "the model has no tokenizer"
    case .malformed: "the tokenizer's file is not as its format says"
    case .unsupported: "the tokenizer has a part that cact does not know"
    case .inconsistent: "the tokenizer contradicts itself"
    case .noEnd: "the tokenizer has no end-of-text token"
    case .runsAway: "the tokenizer takes a text further than any tokenizer in use"
    }
  }

  /// The long form: what happened, why it is an error, what to do.
  public var explanation: String {
    switch self {
    case .missing:
      """
      A model directory must hold `tokenizer.json` beside its weights: the file of Hugging Face's fast tokenizers. Some
      models carry only `tokenizer.model` (SentencePiece's own file), or `vocab.json` and `merges.txt`; loading their
      tokenizer once with transformers and saving it (`AutoTokenizer.from_pretrained(DIR).save_pretrained(DIR)`) writes it.
      """
    case .malformed:
      """
      `tokenizer.json`, or a file beside it that names the special tokens, is no JSON, or a part of it has another shape
      than the format has. The message names the part.
      """
    case .unsupported:
      """
      Text would be cut into other tokens than the model was trained with, so nothing is guessed. Supported are BPE (of bytes,
      and of characters with byte fallback), Unigram and WordPiece, with the normalizers (SentencePiece's tables among them),
      pre-tokenizers, regular expressions and decoders of GPT-2, Llama, CodeLlama, Qwen2, Qwen3, Mistral, Mixtral, Phi-3,
      Gemma, Falcon, DeepSeek, StarCoder, T5, XLM-RoBERTa, ALBERT, BERT and MPNet. The message names the part at fault and
      what could stand in its place.
      """
    case .inconsistent:
      """
      A merge makes or takes a token that is not in the vocabulary, two tokens have one number, or a character of a text has
      no token and there is none for unknown ones. The file was damaged or edited; fetch it again.
      """
    case .noEnd:
      """
      Every sequence begins with the begin-of-text token, or, where a tokenizer has none, with its end-of-text token, and
      ends with the latter. Neither `tokenizer_config.json`, `special_tokens_map.json` nor `config.json` names one.
      """
    case .runsAway:
      """
      The regular expressions of `tokenizer.json` try more ways than the length of the text explains (`(a+)+$` tries twice as
      many for each letter more), thousands of its pieces begin one inside the other, or its replacements make the text
      many times as long. The message names the row. If the model is one that others use, look at the row; otherwise fetch
      the model again from where it was published.
      """
    }
  }
}
