import Documents
import Foundation

/// The models that Ollama keeps on this machine: a manifest names the blob that is the model's GGUF file. Read without Ollama.
struct OllamaStore {
  /// The folder that holds `manifests` and `blobs`.
  let path: String

  /// OLLAMA_MODELS, else ~/.ollama/models.
  init(environment: [String: String]) {
    let home = environment["HOME"] ?? NSHomeDirectory()
    path = environment["OLLAMA_MODELS"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.ollama/models"
  }

  /// The file of a model by Ollama's name, `qwen2.5-coder:0.5b` or `hf.co/ORG/NAME:Q4_K_M`; nil where the store has none of it.
  ///
  /// Throws `LanguageModelError.file` where it has one that cannot be used.
  func file(_ name: String) throws -> String? {
    guard let manifest = manifest(name), FileManager.default.fileExists(atPath: manifest) else { return nil }
    let layers = try JSONValue.read(manifest)["layers"]?.array ?? []
    func digest(_ kind: String) -> String? {
      layers.first { $0["mediaType"]?.string == "application/vnd.ollama.image." + kind }?["digest"]?.string
    }
    if digest("adapter") != nil {
      throw LanguageModelError.file(path: manifest, reason: "has an adapter in Ollama's form, which is not supported")
    }
    guard let blob = digest("model"), blob.hasPrefix("sha256:"), blob.dropFirst(7).allSatisfy(\.isHexDigit) else {
      throw LanguageModelError.file(path: manifest, reason: "names no model")
    }
    let file = path + "/blobs/" + blob.replacingOccurrences(of: ":", with: "-")
    guard FileManager.default.fileExists(atPath: file) else {
      throw LanguageModelError.file(path: manifest, reason: "names \(file), which is not there: `ollama pull \(name)`")
    }
    return file
  }

  /// Where the manifest of a name lies: the registry and the owner are Ollama's own where they are not named, the tag is `latest`.
  private func manifest(_ name: String) -> String? {
    let slash = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    let colon = name[slash...].firstIndex(of: ":")
    let tag = colon.map { String(name[name.index(after: $0)...]) } ?? "latest"
    var parts = name[..<(colon ?? name.endIndex)].split(separator: "/", omittingEmptySubsequences: false).map(
      String.init)
    guard (1...3).contains(parts.count), HubCache.isName(tag), parts.allSatisfy(HubCache.isName) else { return nil }
    if parts.count == 1 { parts.insert("library", at: 0) }
    if parts.count == 2 { parts.insert("registry.ollama.ai", at: 0) }
    return ([path, "manifests"] + parts + [tag]).joined(separator: "/")
  }
}
