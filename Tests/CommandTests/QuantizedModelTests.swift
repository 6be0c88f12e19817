import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// A GGUF file as the model of every stage, in a cache of the test's own.
  @Suite("GGUF files as models") struct QuantizedModels {
    private let cact: Cact
    private let environment: [String: String?]

    init() throws {
      cact = try Cact()
      environment = ["XDG_CACHE_HOME": cact.store("cache"), "OLLAMA_MODELS": cact.store("ollama")]
      try cact.write(
        (1...8).map { #"{"question": "Add \#($0).", "answer": "def add(a, b):\n    return a + b + \#($0)"}"# }
          .joined(separator: "\n") + "\n", to: "rows.jsonl")
      try FileManager.default.copyItem(
        atPath: PackageRoot.path + "/Tests/Fixtures/gguf/qwen2.gguf", toPath: cact.folder("tiny.Q4_1.gguf"))
    }

    private func run(_ text: String) throws -> Command { try cact.run(text, environment: environment) }

    @Test("scores, tokens and answers") func asked() throws {
      let scored = try run(#"load "rows.jsonl" | score complexity with "tiny.Q4_1.gguf" | save "out.jsonl""#)
      #expect(scored.status == 0, "\(scored.errors)")
      #expect(scored.errors.contains("tiny.Q4_1"), "the model is called after its file: \(scored.errors)")
      #expect(String(decoding: try cact.bytes("out.jsonl"), as: UTF8.self).contains("\"ifd\""))
      let tokens = try cact(
        ["tokenize", "--model", "tiny.Q4_1.gguf", "--ids"], environment: environment, input: "a<|im_end|>")
      #expect(tokens.status == 0 && tokens.output.contains("318"), "\(tokens.output)\(tokens.errors)")
      let names = cact.folder.names.filter { !$0.hasPrefix(".") }
      #expect(names == ["out.jsonl", "rows.jsonl", "tiny.Q4_1.gguf"], "nothing is written beside it")
    }

    @Test("an adapter names the file as its base, a whole model is saved in float32") func tuned() throws {
      let made = try run(
        #"""
        set model "tiny.Q4_1.gguf"
        load "rows.jsonl" | pack 160 | tune epochs 1 lora rank 2 | save "adapter"
        load "rows.jsonl" | pack 160 | tune epochs 1 | save "whole"
        """#)
      #expect(made.status == 0, "\(made.errors)")
      let adapter = try JSONValue.read(cact.folder("adapter/adapter_config.json"))
      let base = try #require(adapter["base_model_name_or_path"]?.string)
      #expect(base.hasSuffix("/tiny.Q4_1.gguf") && !base.contains("/cache/"), "\(base)")
      #expect(try JSONValue.read(cact.folder("whole/config.json"))["torch_dtype"] == "float32")
      for model in ["adapter", "whole"] {
        let again = try run(#"load "rows.jsonl" | score complexity with "\#(model)" | show ifd"#)
        #expect(again.status == 0, "\(model): \(again.errors)")
      }
    }

    @Test("a cache that cannot be written is named, and so is a file that is cut") func refused() throws {
      try cact.write("", to: "file")
      let line = #"load "rows.jsonl" | score complexity with "tiny.Q4_1.gguf""#
      let denied = try cact.run(line, environment: ["XDG_CACHE_HOME": cact.folder("file")])
      #expect(
        denied.status != 0 && denied.flat.contains("C0407") && denied.flat.contains(cact.folder("file")),
        "\(denied.errors)")
      let whole = try cact.bytes("tiny.Q4_1.gguf")
      for count in [3, 30, 3000, 90_000] {
        try cact.write(Array(whole.prefix(count)), to: "tiny.Q4_1.gguf")
        expectRefusal(try run(line), status: 2, "C0405", names: ["tiny.Q4_1.gguf"])
      }
    }
  }
}
