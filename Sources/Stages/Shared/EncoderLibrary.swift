import Digests
import Foundation
import LanguageModel
import Pipeline
import Store
import Synchronization
import Tokenization

/// A sentence encoder as a stage uses it.
struct LoadedEncoder: Sendable {
  /// Where it lies.
  var directory: String
  /// `all-MiniLM-L6-v2`: the folder's name; `org/name` where it lies in the hub's cache.
  var name: String
  var encoder: SentenceEncoder
  var tokenizer: Tokenizer
  /// Of everything in its directory that decides the vectors.
  var digest: ContentDigest
}

/// Loads sentence encoders once, by the content of their directories. The one used last stays in memory.
final class EncoderLibrary: Resources.Shared {
  private let last = Mutex<(key: String, loaded: LoadedEncoder)?>(nil)

  /// Digest of network, tokenizer and the files of sentence-transformers, remembered in `store` where one is given.
  func contentDigest(directory: String, store: ResultStore? = nil, models: ModelLibrary) throws -> ContentDigest {
    let pooling = try SentencePooling(directory: directory)
    var builder = ContentDigest.Builder()
    builder.update(try models.contentDigest(directory: pooling.networkDirectory, store: store))
    for file in pooling.files {
      builder.update((file as NSString).lastPathComponent)
      builder.update(try ContentDigest.of(file: file).description)
    }
    return builder.finalize()
  }

  /// - Throws: `LanguageModelError` or `TokenizerError` where it cannot be used.
  func load(directory: String, models: ModelLibrary) throws -> LoadedEncoder {
    let digest = try contentDigest(directory: directory, models: models)
    let key = directory + "\n" + digest.description
    if let known = last.withLock({ $0 }), known.key == key { return known.loaded }
    let encoder = try SentenceEncoder(directory: directory)
    let tokenizer = try Tokenizer(encoderDirectory: encoder.tokenizerDirectory)
    guard tokenizer.vocabularySize <= encoder.configuration.vocabularySize else {
      throw LanguageModelError.file(
        path: directory,
        reason: "its tokenizer has \(tokenizer.vocabularySize) tokens, its weights only "
          + "\(encoder.configuration.vocabularySize)")
    }
    let loaded = LoadedEncoder(
      directory: directory, name: ModelLibrary.name(of: directory), encoder: encoder, tokenizer: tokenizer,
      digest: digest)
    last.withLock { $0 = (key, loaded) }
    return loaded
  }
}
