public import Foundation

extension LanguageModel {
  /// The directory of a model that is named by a path (of a directory, or of a GGUF file) or, where no such path exists, by its name
  /// on the hub (`org/name`), looked up in the local cache, or in Ollama's store (`name:tag`). For a GGUF file it is one in the
  /// user's cache that stands for it. Throws `LanguageModelError`: what was looked for, how to fetch it, or what is wrong with the
  /// file; `FileError` where the cache cannot be written.
  public static func resolve(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> String {
    let path = (name as NSString).expandingTildeInPath
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      if isDirectory.boolValue { return try directory(path, environment) }
      if GGUF.isFile(path) { return try GGUF.Companion.directory(of: path, environment) }
      throw LanguageModelError.file(path: name, reason: "is a file; a model is a Hugging Face directory or a GGUF file")
    }
    let cache = HubCache(environment: environment)
    let isName = HubCache.isName(name)
    if isName, let snapshot = try cache.snapshot(name) { return try directory(snapshot, environment) }
    let store = OllamaStore(environment: environment)
    if let file = try store.file(name) { return try GGUF.Companion.directory(of: file, name: name, environment) }
    guard isName else {
      throw LanguageModelError.file(path: name, reason: "there is no such directory")
    }
    throw LanguageModelError.file(
      path: name,
      reason: "there is no such directory, and no model of that name in the Hugging Face cache \(cache.path); "
        + HubCache.fetch(name))
  }

  /// The directory itself, or the one that stands for its only GGUF file.
  private static func directory(_ path: String, _ environment: [String: String]) throws -> String {
    guard let file = try GGUF.only(in: path) else { return path }
    return try GGUF.Companion.directory(of: file, environment)
  }
}
