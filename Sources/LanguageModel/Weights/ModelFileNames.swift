/// The names by which the files of a Hugging Face directory are known.
package enum ModelFileNames {
  /// What a tokenizer's files are called.
  static let tokenizer = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt", "tokenizer.model", "vocab.txt", "chat_template.jinja", "chat_template.json",
  ]

  private static let settings: Set = [
    "config.json", GenerationConfiguration.name, "model.safetensors.index.json", PEFT.configuration,
  ]

  /// Whether a reader would take a file of this name for part of the model, be it cact, transformers or PEFT.
  package static func isPart(_ name: String) -> Bool {
    if settings.contains(name) || tokenizer.contains(name) { return true }
    if name.hasPrefix("tokenizer") || name.hasPrefix("chat_template") || name.hasSuffix(".safetensors") { return true }
    let isWeights = ["model", "pytorch_model", "adapter_model", "flax_model", "tf_model"].contains {
      name.hasPrefix($0)
    }
    return isWeights && [".bin", ".index.json", ".msgpack", ".h5"].contains { name.hasSuffix($0) }
  }
}
