import Documents
import Foundation

/// What to say of a directory without `tokenizer.json`.
enum MissingTokenizer {
  /// Files that other programs read in its place.
  private static let others = [
    ("tokenizer.model", "SentencePiece's own file"), ("spiece.model", "SentencePiece's own file"),
    ("sentencepiece.bpe.model", "SentencePiece's own file"), ("tekken.json", "Mistral's own file"),
    ("vocab.json", "a file of transformers' older tokenizers"),
    ("vocab.txt", "a file of transformers' older tokenizers"),
  ]

  /// Names the file that stands in its place, and what makes one of the other.
  static func error(_ error: FileError, in directory: String) -> TokenizerError {
    var message = "cannot be read: \(error.reason)"
    let present = others.first { FileManager.default.fileExists(atPath: "\(directory)/\($0.0)") }
    if error.isMissing, let (name, what) = present {
      message +=
        "; cact does not read \(name), \(what), which the directory has in its place. transformers makes the one from the "
        + "other: `AutoTokenizer.from_pretrained(\"\(directory)\").save_pretrained(\"\(directory)\")`"
    }
    return TokenizerError(.missing, file: directory + "/tokenizer.json", message)
  }
}
