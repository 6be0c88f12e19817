import Documents

/// A family of decoders: how its config.json is read and written, and what its tensors are called. Everything else that
/// differs between families is a value of `ModelConfiguration`, so that a family is this description and nothing more.
public struct Family: Sendable {
  /// As `architectures` in config.json names it: "LlamaForCausalLM".
  public let architecture: String
  /// `model_type` in config.json: "llama".
  public let modelType: String
  /// Well-known models of the family, for help.
  public let models: String
  /// What the family's tests compare with transformers, in the words of `ModelConfiguration.features`; a test holds it
  /// against the models that they run.
  public let tested: [String]
  let names: TensorNames
  /// Reads the shape; tokens and what is alike in all families are read by the caller.
  let read: @Sendable (inout ConfigurationReader) -> ModelConfiguration
  /// Writes the shape, so that transformers reads the same.
  let write: @Sendable (ModelConfiguration, inout JSONObject) -> Void

  /// Every family that cact runs.
  public static let all: [Family] = [
    .llama, .smolLM3, .granite, .olmo2, .qwen2, .qwen3, .qwen3MoE, .mistral, .mixtral, .phi3, .gemma, .gemma2, .gemma3,
    .starCoder2, .gpt2,
  ]
}

extension Family: Hashable {
  /// By the name of the architecture.
  public static func == (a: Family, b: Family) -> Bool { a.architecture == b.architecture }
  /// By the name of the architecture.
  public func hash(into hasher: inout Hasher) { hasher.combine(architecture) }
}

/// What a family calls its tensors, apart from ".weight" and ".bias".
package struct TensorNames: Sendable {
  /// Before every name but the output matrix's; files of a bare model leave it out.
  var prefix = "model."
  var embedding = "embed_tokens"
  /// The table of learned positions, where the family has one.
  var positions = "embed_positions"
  /// Before the number of a layer.
  var layers = "layers."
  /// What attention's branch begins with, where it begins with a norm.
  var attentionNorm = "input_layernorm"
  /// What it ends with, where it ends with one.
  var attentionOutputNorm = "post_attention_layernorm"
  /// Queries, keys and values; one name where the file holds them fused.
  var attention = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]
  var queryNorm = "self_attn.q_norm"
  var keyNorm = "self_attn.k_norm"
  var attentionOutput = "self_attn.o_proj"
  var feedForwardNorm = "post_attention_layernorm"
  var feedForwardOutputNorm = "post_feedforward_layernorm"
  /// Gate and up, or up alone.
  var up = ["mlp.gate_proj", "mlp.up_proj"]
  var down = "mlp.down_proj"
  /// Of layers with experts, where the family has them.
  var experts: ExpertNames?
  var finalNorm = "norm"
  var head = "lm_head"
  /// Whether the matrices of layers are stored inputs x outputs.
  var transposed = false
  /// Ends of names that older files hold besides weights: tables that are computed.
  var derived = ["rotary_emb.inv_freq"]

  /// The layout's name for a tensor of a file, whether or not the file was saved from the bare model.
  func canonical(_ name: String) -> String {
    name.hasPrefix(prefix) || name.hasPrefix(head + ".") ? name : prefix + name
  }

  /// Whether a tensor of a file is a computed table and no weight.
  func isDerived(_ name: String) -> Bool { derived.contains { name.hasSuffix($0) } }
}
