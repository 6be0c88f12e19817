/// A number format of a safetensors file that weights are read from and written in.
public enum StoredType: String, Sendable, Hashable, Codable, CaseIterable {
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"

  package var size: Int { self == .f32 ? 4 : 2 }

  /// As config.json names it: PyTorch's.
  var torchName: String {
    switch self {
    case .f32: "float32"
    case .f16: "float16"
    case .bf16: "bfloat16"
    }
  }
}
