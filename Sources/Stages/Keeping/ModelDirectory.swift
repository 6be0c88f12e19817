import Digests
import Documents
import Foundation
import LanguageModel
import Pipeline
import Store

/// A tuned model as a Hugging Face directory of the user's.
enum ModelDirectory {
  /// The file by which cact knows a directory as its own.
  static let mark = "cact.json"

  /// Writes the model, or its adapter alone as PEFT keeps it, beside `path`, then takes its place: a reader sees the old
  /// directory or the new one. The weights are written in `type`, nil for the number format of the model it was tuned from; returns the one that was written.
  @discardableResult
  static func write(_ model: ModelValue, as type: StoredType?, to path: String) throws -> StoredType {
    let tuned = try ModelLibrary.shared.load(directory: model.directory, expecting: model.digest).model
    let files = FileManager.default
    let target = URL(fileURLWithPath: path).standardizedFileURL
    try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    let staging = target.deletingLastPathComponent().appendingPathComponent(
      ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial")
    try? files.removeItem(at: staging)
    do {
      try tuned.save(to: staging.path, dtype: type, tokenizerFrom: model.directory)
      try AtomicFile.write(
        Array((provenance(model).serialized(pretty: true) + "\n").utf8), to: staging.path + "/" + mark)
      if files.fileExists(atPath: target.path) {
        let old = target.deletingLastPathComponent().appendingPathComponent(".\(target.lastPathComponent).old")
        try? files.removeItem(at: old)
        try files.moveItem(at: target, to: old)
        do { try files.moveItem(at: staging, to: target) } catch {
          try? files.moveItem(at: old, to: target)
          throw error
        }
        try? files.removeItem(at: old)
      } else {
        try files.moveItem(at: staging, to: target)
      }
    } catch {
      try? files.removeItem(at: staging)
      throw error
    }
    return type ?? tuned.originalType
  }

  /// Base and recipe, so that the directory says how it came about.
  private static func provenance(_ model: ModelValue) -> JSONValue {
    let options = model.recipe.options
    return .object(
      JSONObject([
        ("written_by", .string("cact")), ("digest", .string(model.digest.description)),
        ("base", model.base.path.map { .string(ModelLibrary.name(of: $0)) } ?? .null),
        ("base_digest", .string(model.base.digest.description)), ("pipeline", .string(model.recipe.text)),
        ("rows", .integer(Int64(model.recipe.rows))), ("steps", .integer(Int64(model.outcome.steps))),
        ("epochs", .number(options.epochs)), ("learning_rate", .number(options.learningRate)),
        ("seed", .string(String(options.seed))), ("template", .string(model.recipe.template)),
        ("learned_tokens", .integer(Int64(model.outcome.learnedTokens))),
      ]))
  }
}
