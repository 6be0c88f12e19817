import Digests

/// Of what the key of a stage's value is made, part by part: two recipes tell why one value is remembered and the other not.
struct Recipe: Codable, Sendable, Equatable {
  /// The version of the key's own layout.
  static let layout = "cact-key-1"

  struct Word: Codable, Sendable, Equatable {
    var name: String
    var text: String
  }
  struct Part: Codable, Sendable, Equatable {
    var name: String
    var digest: ContentDigest
  }

  /// Key of what enters.
  var input: ContentDigest
  /// The stage in canonical text.
  var text: String
  /// Of the stage.
  var version: Int
  /// The settings that it reads, in the order of their names.
  var settings: [Word]
  /// Pipelines and blocks in its arguments.
  var blocks: [Part]
  /// Files and models that it reads.
  var files: [Part]
  /// Its arguments, defaults filled in, as they are shown: no part of the key, which has `text`.
  var arguments: [Word] = []

  /// Recipes and contents, never computed numbers.
  var key: ContentDigest {
    var digest = ContentDigest.Builder()
    digest.update(Self.layout)
    digest.update(input)
    digest.update(text)
    digest.update(version)
    for setting in settings {
      digest.update(setting.name)
      digest.update(setting.text)
    }
    for part in blocks + files {
      digest.update(part.name)
      digest.update(part.digest)
    }
    return digest.finalize()
  }
}
