import LanguageModel
import Packing
import Pipeline

/// The page `help models`, made from the registries of families, encoders, number formats and templates, so that it says
/// what there is.
enum ModelHelp {
  static let topic = HelpTopic("models", "The models that cact runs, where it looks for them, and what was tested") {
    sections.joined(separator: "\n\n")
  }

  private static let width = 96

  private static var sections: [String] {
    [
      """
      A model is a directory as Hugging Face's tools write it, or org/name: where no directory of that
      name exists, the hub's cache on this machine is looked into (HF_HUB_CACHE, else HF_HOME/hub, else
      XDG_CACHE_HOME/huggingface/hub, else ~/.cache/huggingface/hub). Nothing is downloaded.
      Or it is a GGUF file, or name:tag in Ollama's store (OLLAMA_MODELS, else ~/.ollama/models).

          set model "models/qwen2.5-coder-0.5b"
          set model "Qwen/Qwen2.5-Coder-0.5B-Instruct"
          set model "models/SmolLM2-135M-Instruct.Q4_1.gguf"
          set model "qwen2.5-coder:0.5b"

      The cache is now \(HubCache().path)
      """,
      """
      Families, by `architectures` in config.json; then what was tested: logits, gradients and IFD equal
      transformers' on models with these options
      """ + "\n"
        + list(Family.all.map { ($0.architecture, [$0.models], $0.tested) }),
      "Encoders of sentences, which `embed with` takes: pooled as their sentence-transformers files say\n"
        + list([("", [], EncoderConfiguration.supportedArchitectures)]),
      """
      Weights    model.safetensors, or several with model.safetensors.index.json, in \(formats)
      GGUF       of \(GGUF.architectures), in these formats or quantised:
                 \(GGUF.quantised), which stay so in memory
      Tokenizer  tokenizer.json: BPE on bytes (GPT-2, Llama 3, Qwen2, DeepSeek, StarCoder2, Falcon), BPE
                 on characters with byte fallback (Llama 2, CodeLlama, Mistral, Mixtral, Phi-3, Gemma),
                 Unigram (T5, mT5, XLM-R, ALBERT), WordPiece (BERT, MPNet)
      Adapters   PEFT's LoRA: adapter_config.json and adapter_model.safetensors
      """,
      """
      Templates, of `set template`. By default the model's own chat template is rendered: it is called `own`
      where it is none of these. Every stage that asks a question says which it was, and why where the
      model's own cannot be followed
      """ + "\n"
        + HelpPages.columns(Template.all.map { ($0.name, $0.summary) }),
    ]
  }

  private static var formats: String {
    let names = StoredType.allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// A name in a column of its own, then lines of words, broken to fit.
  private static func list(_ entries: [(name: String, first: [String], words: [String])]) -> String {
    let indent = (entries.map(\.name.count).max() ?? 0) + 2
    return entries.map { name, first, words in
      let lines = first + wrapped(words, to: width - indent - 2)
      return lines.enumerated().map { index, line in
        let head = index == 0 ? name : ""
        return "  " + head + String(repeating: " ", count: indent - head.count) + line
      }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static func wrapped(_ words: [String], to width: Int) -> [String] {
    var lines: [String] = []
    for (index, word) in words.enumerated() {
      let word = word + (index == words.count - 1 ? "" : ",")
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
