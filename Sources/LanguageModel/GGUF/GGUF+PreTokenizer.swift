import Documents

extension GGUF {
  /// How a byte-level vocabulary's texts are cut into words, which a file says by a name alone; each as in the tokenizer.json of the
  /// models that it comes from.
  struct PreTokenizer: Sendable {
    /// As `tokenizer.ggml.pre` names it.
    let names: [String]
    /// Before the last step, that of the bytes.
    let steps: JSONValue
    /// Whether the last step cuts words too, as GPT-2's.
    let cutsLikeGPT2: Bool
    var normalizer: JSONValue = .null
    /// A word that is a token as it stands is not merged from its parts.
    var ignoresMerges = false
    /// Whether a text begins with the begin-of-text where the file does not say.
    var addsBegin = false

    var json: JSONValue {
      let bytes: JSONValue = [
        "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": .bool(cutsLikeGPT2),
      ]
      return ["type": "Sequence", "pretokenizers": .array((steps.array ?? []) + [bytes])]
    }

    private static func split(_ pattern: String) -> JSONValue {
      ["type": "Split", "pattern": ["Regex": .string(pattern)], "behavior": "Isolated", "invert": false]
    }

    private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"

    /// Words by letters, numbers of some digits, marks and spaces (Llama 3, Qwen2).
    private static func words(numbers: String) -> JSONValue {
      [
        split(
          contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\#(numbers)"#
            + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#)
      ]
    }

    /// Words that are cut before capital letters too (GPT-4o, Tekken).
    private static func capitals(numbers: String, contractions: String) -> JSONValue {
      let (upper, lower) = (#"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#, #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#)
      return [
        split(
          #"[^\r\n\p{L}\p{N}]?\#(upper)*\#(lower)+\#(contractions)|[^\r\n\p{L}\p{N}]?\#(upper)+\#(lower)*\#(contractions)"#
            + #"|\#(numbers)| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#)
      ]
    }

    private static let digits: JSONValue = [["type": "Digits", "individual_digits": true]]

    /// Every kind that is read.
    static let all: [PreTokenizer] = [
      PreTokenizer(names: ["gpt-2", "gpt2", "mpt", "olmo", "phi-2"], steps: [], cutsLikeGPT2: true),
      PreTokenizer(
        names: ["starcoder", "smollm", "refact", "command-r", "codeshell"], steps: digits, cutsLikeGPT2: true),
      PreTokenizer(
        names: ["llama-bpe", "llama3", "llama-v3", "falcon3", "pixtral"], steps: words(numbers: #"\p{N}{1,3}"#),
        cutsLikeGPT2: false, ignoresMerges: true, addsBegin: true),
      PreTokenizer(names: ["smaug-bpe", "dbrx"], steps: words(numbers: #"\p{N}{1,3}"#), cutsLikeGPT2: false),
      PreTokenizer(
        names: ["qwen2"], steps: words(numbers: #"\p{N}"#), cutsLikeGPT2: false, normalizer: ["type": "NFC"]),
      PreTokenizer(
        names: ["deepseek-r1-qwen", "megrez", "stablelm2"], steps: words(numbers: #"\p{N}"#), cutsLikeGPT2: false),
      PreTokenizer(
        names: ["tekken"], steps: capitals(numbers: #"\p{N}"#, contractions: ""), cutsLikeGPT2: false,
        ignoresMerges: true, addsBegin: true),
      PreTokenizer(
        names: ["gpt-4o"], steps: capitals(numbers: #"\p{N}{1,3}"#, contractions: contractions + "?"),
        cutsLikeGPT2: false),
      PreTokenizer(
        names: ["deepseek-coder"],
        steps: [
          split("[\r\n]"), split(#"\s?\p{L}+"#), split(#"\s?\p{P}+"#), split("[一-龥ࠀ-一가-퟿]+"),
          ["type": "Digits", "individual_digits": true],
        ], cutsLikeGPT2: false),
    ]
  }
}
