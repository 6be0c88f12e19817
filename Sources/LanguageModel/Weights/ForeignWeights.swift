import Foundation

/// Weights in forms that cact does not read, and how to convert them.
enum ForeignWeights {
  /// The error for a directory without safetensors: what lies there instead, and what to do.
  static func error(in directory: String) -> LanguageModelError {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    if names.contains(where: { $0.hasPrefix("pytorch_model") && $0.hasSuffix(".bin") })
      || names.contains("pytorch_model.bin.index.json")
    {
      return .file(
        path: directory,
        reason: """
          holds PyTorch's pickled weights (pytorch_model.bin), which can run code when they are read; convert them once:
            from transformers import AutoModelForCausalLM
            AutoModelForCausalLM.from_pretrained("\(directory)").save_pretrained("\(directory)", safe_serialization=True)
          """)
    }
    return .file(path: directory, reason: "contains neither model.safetensors nor model.safetensors.index.json")
  }
}
