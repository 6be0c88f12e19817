import Documents
import Foundation
import LanguageModel
import Packing

// An adapter's directory stands for its base with the adapter: what it does not hold itself is its base's.
extension ModelLibrary {
  /// Where the shape, the weights and the tokenizer lie: for an adapter its base, else the directory itself.
  func baseDirectory(_ directory: String) throws -> String {
    PEFT.isAdapter(directory) ? try PEFT.baseDirectory(adapter: directory) : directory
  }

  /// Where the chat template is read from: the adapter's own files, where it has any that could hold one.
  func templateDirectory(_ directory: String) throws -> String {
    let names = ["chat_template.jinja", "chat_template.json", "tokenizer_config.json"]
    let own = names.contains { FileManager.default.fileExists(atPath: directory + "/" + $0) }
    return own ? directory : try baseDirectory(directory)
  }

  /// Makes `template` the own one of a model that was tuned in it, where its directory would be taken for another.
  func keep(_ template: Template, in directory: String) throws {
    guard try ownTemplate(directory: directory) != ModelTemplate(template) else { return }
    try ChatTemplateFile.write(template, to: directory)
  }

  /// What an adapter of the model in `directory` names as its base: `org/name` where the settings named it so, else its
  /// whole path; the base's own for a directory that holds an adapter.
  func baseName(_ directory: String, named: String?) throws -> String {
    let base = try baseDirectory(directory)
    let written = PEFT.isAdapter(directory) ? try PEFT.settings(directory).base : named
    if let written, HubCache.isName(written), written == Self.name(of: base) { return written }
    // The file itself, not what stands for it in the cache.
    if let file = GGUF.source(of: base) { return file }
    return URL(fileURLWithPath: base).standardizedFileURL.path
  }
}
