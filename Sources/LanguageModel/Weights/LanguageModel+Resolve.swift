public import Foundation

extension LanguageModel {
  /// The directory of a model that is named by a path (of a directory, or of a GGUF file) or, where no such path exists, by its name
  /// on the hub (`org/name`), looked up in the local cache, or in Ollama's store (`name:tag`). For a GGUF file it is one in the
  /// user's cache that stands for it. Throws `LanguageModelError`: what was looked for, how to fetch it, or what is wrong with the
  /// file; `FileError` where the cache cannot be written.
  public static func resolve(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> String {
    switch try locate(name, environment: environment) {
    case .directory(let path): try directory(path, environment)
    case .file(let path): try GGUF.Companion.directory(of: path, environment)
    case .stored(let path): try GGUF.Companion.directory(of: path, name: name, environment)
    }
  }

  /// Where a name's model lies.
  enum Place {
    case directory(String)
    /// A GGUF file.
    case file(String)
    /// A GGUF file of Ollama's store.
    case stored(String)
  }

  /// Looks for a model and reads nothing of it. Throws `LanguageModelError` where there is none of that name.
  static func locate(_ name: String, environment: [String: String]) throws -> Place {
    let path = (name as NSString).expandingTildeInPath
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      if isDirectory.boolValue { return .directory(path) }
      if GGUF.isFile(path) { return .file(path) }
      throw LanguageModelError.file(path: name, reason: "is a file; a model is a Hugging Face directory or a GGUF file")
    }
    let cache = HubCache(environment: environment)
    let isName = HubCache.isName(name)
    if isName, let snapshot = try cache.snapshot(name) { return .directory(snapshot) }
    let store = OllamaStore(environment: environment)
    if let file = try store.file(name) { return .stored(file) }
    guard isName else {
      throw LanguageModelError.file(path: name, reason: "there is no such directory")
    }
    throw LanguageModelError.file(
      path: name,
      reason: "there is no such directory, and no model of that name in the Hugging Face cache \(cache.path); "
        + HubCache.fetch(name))
  }

  /// Why there is no model of that name; nil where one is found, whatever it holds.
  public static func absence(
    of name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> (any Error)? {
    do { _ = try locate(name, environment: environment) } catch { return error }
    return nil
  }

  /// The directory itself, or the one that stands for its only GGUF file.
  private static func directory(_ path: String, _ environment: [String: String]) throws -> String {
    guard let file = try GGUF.only(in: path) else { return path }
    return try GGUF.Companion.directory(of: file, environment)
  }
}
