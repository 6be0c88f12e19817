import Documents
import Kernels

/// GGUF, the files of llama.cpp and Ollama: settings and tokenizer as named values, then tensors, most of them quantised.
package enum GGUF {
  /// What weights in this form are called in a model's directory.
  package static let fileName = "model.gguf"

  /// The table by which Llama 3's frequencies are divided: what config.json says by `rope_scaling`.
  static let rotaryFactors = "rope_freqs.weight"

  /// Whether a path is named as such files are.
  package static func isNamed(_ path: String) -> Bool { path.lowercased().hasSuffix(".gguf") }

  /// Whether a file is one, by its name or by how it begins: Ollama's have no ending.
  static func isFile(_ path: String) -> Bool {
    guard !isNamed(path), let file = try? PlainFile(path) else { return isNamed(path) }
    var start = [UInt8](repeating: 0, count: 4)
    let count = start.withUnsafeMutableBytes { try? file.read(into: $0) }
    return count == 4 && start.elementsEqual("GGUF".utf8)
  }

  /// How its tensors are stored, in the format's own numbers.
  static func format(_ number: UInt32) -> StoredFormat? {
    switch number {
    case 0: .plain(.f32)
    case 1: .plain(.f16)
    case 30: .plain(.bf16)
    default: BlockFormat.all.first { $0.number == number }.map { .blocks($0) }
    }
  }

  /// Every format that is read, by name.
  static var formats: [String] { ["F32", "F16", "BF16"] + BlockFormat.all.map(\.name) }

  /// The quantised ones, for help.
  package static var quantised: String { BlockFormat.all.map(\.name).joined(separator: " ") }

  /// Whose decoders are read, as files name them.
  package static var architectures: String { Architecture.all.map(\.name).joined(separator: ", ") }

  /// Names of formats that are not read, for messages.
  static func name(_ number: UInt32) -> String {
    let others: [UInt32: String] = [
      9: "Q8_1", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S",
      22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0",
      35: "TQ2_0", 39: "MXFP4",
    ]
    return others[number] ?? "format \(number)"
  }
}
