import Documents

/// How a text's last hidden states become its one vector: what the files of sentence-transformers say.
public struct SentencePooling: Sendable, Hashable {
  /// Which hidden states are taken.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// The mean over all tokens, special ones included.
    case mean
    /// The first token's.
    case cls
  }

  /// Which hidden states are taken.
  public var mode: Mode = .mean
  /// Whether vectors are scaled to length 1.
  public var normalizes = false
  /// Most tokens of a text, special ones included; the rest is cut.
  public var maximalLength: Int
  /// Whether texts are lowercased before anything else.
  public var lowercases = false
  /// Folder of the network and the tokenizer.
  package var networkDirectory: String
  /// The files of sentence-transformers that were read: what a digest covers besides network and tokenizer.
  package var files: [String] = []

  /// Reads modules.json and what it names: sentence_bert_config.json and 1_Pooling/config.json. A model without
  /// modules.json gets the mean, unscaled, as sentence-transformers does.
  ///
  /// - Throws: `FileError`, `JSONError`, or `LanguageModelError.file` for a module or a pooling that is not implemented.
  package init(directory: String) throws {
    networkDirectory = directory
    maximalLength = .max
    let modulesPath = directory + "/modules.json"
    if let modules = try Self.optional(modulesPath) {
      files.append(modulesPath)
      guard let list = modules.array else {
        throw LanguageModelError.file(path: modulesPath, reason: "is \(modules.kind), not a list of modules")
      }
      for module in list {
        let type = module["type"]?.string ?? "(none)"
        let folder = module["path"]?.string ?? ""
        guard !folder.hasPrefix("/"), !folder.split(separator: "/").contains("..") else {
          throw LanguageModelError.file(path: modulesPath, reason: "the module \(type) lies outside of the model")
        }
        switch type.split(separator: ".").last {
        case "Transformer": if !folder.isEmpty { networkDirectory = directory + "/" + folder }
        case "Pooling": mode = try pooling(directory, folder)
        case "Normalize": normalizes = true
        default:
          throw LanguageModelError.file(
            path: modulesPath,
            reason: "the module \(type) is not supported; supported: Transformer, Pooling, Normalize")
        }
      }
    }
    let network = networkDirectory
    let sentence = try Self.optional(network + "/sentence_bert_config.json")
    if sentence != nil { files.append(network + "/sentence_bert_config.json") }
    // Without a length of its own the tokenizer's counts; some tokenizers write 1e30 for none.
    for limit in [
      sentence?["max_seq_length"]?.double,
      try Self.optional(network + "/tokenizer_config.json")?["model_max_length"]?.double,
    ] {
      guard let limit, maximalLength == .max else { continue }
      guard limit >= 1 else {
        throw LanguageModelError.file(path: directory, reason: "its limit of \(limit) tokens leaves no room for a text")
      }
      if limit < 1e9 { maximalLength = Int(limit) }
    }
    lowercases = sentence?["do_lower_case"]?.bool ?? false
  }

  /// The older form has one flag per mode, the newer the mode's name or a list of names.
  private mutating func pooling(_ directory: String, _ folder: String) throws -> Mode {
    let path = directory + (folder.isEmpty ? "" : "/" + folder) + "/config.json"
    let json = try JSONValue.read(path)
    files.append(path)
    let flags: [(String, String)] = [
      ("cls_token", "cls"), ("max_tokens", "max"), ("mean_tokens", "mean"),
      ("mean_sqrt_len_tokens", "mean_sqrt_len_tokens"), ("weightedmean_tokens", "weightedmean"),
      ("lasttoken", "lasttoken"),
    ]
    var modes = flags.filter { json["pooling_mode_" + $0.0]?.bool == true }.map(\.1)
    if let named = json["pooling_mode"] {
      modes = named.string.map { [$0] } ?? (named.array ?? []).compactMap(\.string)
    }
    if modes.isEmpty { modes = ["mean"] }
    guard modes.count == 1, let mode = Mode(rawValue: modes[0]) else {
      throw LanguageModelError.file(
        path: path,
        reason: "pooling by \(modes.joined(separator: " and ")) is not supported; supported: "
          + Mode.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return mode
  }

  private static func optional(_ path: String) throws -> JSONValue? {
    do { return try JSONValue.read(path) } catch let error as FileError where error.isMissing { return nil }
  }
}
