import Documents
import Foundation
import TestSupport
import Tokenization

/// A Unigram tokenizer of a few pieces, or with another normalizer, written to a folder for the test.
struct SmallUnigram {
  var vocabulary = """
    [["<unk>", 0], ["a", -1], ["b", -1.0], ["ab", -2.0], ["aa", -2], ["é", -3.5], ["e", -2], ["<0x78>", -9], ["<0xC3>", -9],
     ["<0xA9>", -9.25]]
    """
  var unknown = "0"
  var fallsBack = "false"
  var normalizer = "null"
  var preTokenizer = "null"
  var type = #""type": "Unigram","#
  var config = #"{"eos_token": "<unk>"}"#

  /// With a character map of these bytes.
  static func mapping(_ map: [UInt8]) -> SmallUnigram {
    SmallUnigram(
      normalizer: #"{"type": "Precompiled", "precompiled_charsmap": "\#(Data(map).base64EncodedString())"}"#)
  }

  func made() throws -> Tokenizer {
    let folder = try TemporaryDirectory()
    try AtomicFile.write(
      """
      {"added_tokens": [], "normalizer": \(normalizer), "pre_tokenizer": \(preTokenizer), "post_processor": null,
       "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"},
       "model": {\(type) "unk_id": \(unknown), "byte_fallback": \(fallsBack), "vocab": \(vocabulary)}}
      """, to: folder("tokenizer.json"))
    try AtomicFile.write(config, to: folder("tokenizer_config.json"))
    return try withExtendedLifetime(folder) { try Tokenizer(directory: folder.path) }
  }

  /// What reading it and encoding the text throws; nil where both are done.
  func failure(_ text: String = "ab") -> TokenizerError? {
    do { _ = try made().encode(text) } catch { return error as? TokenizerError }
    return nil
  }
}
