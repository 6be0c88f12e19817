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
    if let file = names.first(where: { $0.lowercased().hasSuffix(".gguf") }) {
      return gguf(directory + "/" + file)
    }
    return .file(path: directory, reason: "contains neither model.safetensors nor model.safetensors.index.json")
  }

  /// The error for a GGUF file.
  static func gguf(_ path: String) -> LanguageModelError {
    let folder = (path as NSString).deletingLastPathComponent
    let file = (path as NSString).lastPathComponent
    let target = (path as NSString).deletingPathExtension
    return .file(
      path: path,
      reason: """
        is a GGUF file, which cact does not read; convert it to a Hugging Face directory once:
          from transformers import AutoModelForCausalLM, AutoTokenizer
          for kind in (AutoModelForCausalLM, AutoTokenizer): kind.from_pretrained("\(folder.isEmpty ? "." : folder)", gguf_file="\(file)").save_pretrained("\(target)")
        """)
  }
}
