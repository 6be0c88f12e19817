import Documents
import TestSupport
import Tokenization

/// A tokenizer of a few tokens, written to a folder for the test.
struct SmallTokenizer {
  var addPrefixSpace = false
  var ignoreMerges = false
  var merges = #"["a b", "Ġ a", "Ġ ab", "ab a"]"#
  var preTokenizer: String?
  var normalizer = "null"
  var kind = "BPE"
  var vocabularyEnd = ""
  var config: String? = #"{"eos_token": {"content": "<x>"}}"#

  var json: String {
    #"""
    {"added_tokens": [
      {"id": 20, "content": "<x>", "lstrip": true, "normalized": false, "special": true},
      {"id": 21, "content": "<y>", "rstrip": true, "normalized": true, "special": false},
      {"id": 22, "content": "and", "single_word": true, "normalized": false, "special": false},
      {"id": 23, "content": "<x><x>", "normalized": false, "special": true}],
     "normalizer": \#(normalizer),
     "pre_tokenizer": \#(preTokenizer ?? #"{"type": "ByteLevel", "add_prefix_space": \#(addPrefixSpace)}"#),
     "decoder": {"type": "ByteLevel"},
     "model": {"type": "\#(kind)", "ignore_merges": \#(ignoreMerges),
       "vocab": {"a": 0, "b": 1, "n": 2, "d": 3, "Ġ": 4, "ab": 5, "Ġa": 6, "Ġab": 7, "<": 8, ">": 9, "x": 10, "y": 11,
         "aba": 12, "é": 13, "bab": 14, "Ã": 15, "©": 16, "Ġband": 17, "ba": 18, "_": 19\#(vocabularyEnd)},
       "merges": \#(merges)}}
    """#
  }

  func folder() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    try AtomicFile.write(json, to: folder("tokenizer.json"))
    if let config { try AtomicFile.write(config, to: folder("tokenizer_config.json")) }
    return folder
  }

  func made() throws -> Tokenizer {
    let folder = try folder()
    return try withExtendedLifetime(folder) { try Tokenizer(directory: folder.path) }
  }
}
