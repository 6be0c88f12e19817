import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Stages
import TestSupport
import Testing
import Tokenization

/// What other programs read to know when a saved model's answer is over.
@Suite("The learned end of a saved model") struct LearnedEndTests {
  /// A tiny base under ChatML whose own end is `<|endoftext|>`, number 0; `<|im_end|>` is 4097.
  private func base(in session: Session, change: (inout JSONObject) -> Void = { _ in }) throws -> String {
    let path = session.folder("base")
    let source = try SharedTokenizer.path()
    let model = try LanguageModel(
      fresh: ModelConfiguration(
        vocabularySize: 4098, hiddenSize: 32, intermediateSize: 48, layers: 1, heads: 2, keyValueHeads: 1,
        contextLength: 512, tiedEmbeddings: false, bosToken: nil, eosToken: 0), seed: 3)
    try model.save(to: path, tokenizerFrom: source)
    var tokenizer = try #require(try JSONValue.read(source + "/tokenizer.json").object)
    var added = try #require(tokenizer["added_tokens"]?.array)
    for (id, name) in [(4096, "<|im_start|>"), (4097, "<|im_end|>")] {
      added.append(["id": .integer(id), "content": .string(name), "special": true, "normalized": false])
    }
    tokenizer["added_tokens"] = .array(added)
    try AtomicFile.write(JSONValue.object(tokenizer).serialized(), to: path + "/tokenizer.json")
    var config: JSONObject = ["eos_token": "<|endoftext|>", "somebody_elses": [1, 2]]
    change(&config)
    try AtomicFile.write(JSONValue.object(config).serialized(), to: path + "/tokenizer_config.json")
    try AtomicFile.write(#"{"eos_token": {"content": "<|endoftext|>"}}"#, to: path + "/special_tokens_map.json")
    try ChatTemplateFile.write(#require(Template.named("chatml")), to: path)
    return path
  }

  private func session() throws -> (Session, String) {
    let session = try Session()
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(6)))\" | pack 512")
  }

  @Test func isNamedInEveryFileThatReadersGoBy() throws {
    let (session, load) = try session()
    let path = try base(in: session)
    let out = session.folder("out")
    let tokenizer = try Tokenizer(directory: path)
    #expect(tokenizer.endOfText == 0 && tokenizer.beginOfText == 0)
    try session.run("set model \"\(path)\"\n\(load) | tune epochs 1 | save \"\(out)\"")
    #expect(try JSONValue.read(out + "/config.json")["eos_token_id"] == [4097, 0])
    #expect(try JSONValue.read(out + "/generation_config.json")["eos_token_id"] == [4097, 0])
    let config = try JSONValue.read(out + "/tokenizer_config.json")
    #expect(config["eos_token"] == "<|im_end|>" && config["somebody_elses"] == [1, 2])
    #expect(try JSONValue.read(out + "/special_tokens_map.json")["eos_token"] == "<|im_end|>")
    // Read back it is the same model: it ends where it learned to, and begins as it did.
    let back = try Tokenizer(directory: out)
    #expect(back.endOfText == 4097 && back.beginOfText == 0)
    #expect(try LanguageModel(directory: out).configuration.eosTokens == [4097, 0])
    try session.run("set model \"\(out)\"")
    #expect(try session.rows("load \"\(session.folder("rows.jsonl"))\" | score complexity").rows.count == 6)
    // Tuned on, the name stays as it is.
    try session.run("\(load) | tune epochs 1 | save \"\(session.folder("further"))\"")
    #expect(try JSONValue.read(session.folder("further/config.json"))["eos_token_id"] == [4097, 0])
  }

  @Test func isNamedBesideAnAdapter() throws {
    let (session, load) = try session()
    let path = try base(in: session)
    let out = session.folder("out")
    try session.run("set model \"\(path)\"\nlet low = \(load) | tune epochs 1 lora rank 2")
    try session.run("low | save \"\(out)\"\nlow | merge | save \"\(out)-merged\"")
    #expect(!FileManager.default.fileExists(atPath: out + "/config.json"))
    for folder in [out, out + "-merged"] {
      #expect(try JSONValue.read(folder + "/generation_config.json")["eos_token_id"] == [4097, 0])
      #expect(try JSONValue.read(folder + "/tokenizer_config.json")["eos_token"] == "<|im_end|>")
    }
    #expect(try JSONValue.read(out + "-merged/config.json")["eos_token_id"] == [4097, 0])
    #expect(
      try session.rows("set model \"\(out)\"\nload \"\(session.folder("rows.jsonl"))\" | score complexity").rows.count
        == 6)
  }

  /// The end of a plain template is the tokenizer's, which config.json may not name.
  @Test func isTheTokenizersUnderAPlainTemplate() throws {
    let (session, load) = try session()
    let path = try base(in: session)
    let out = session.folder("out")
    let tune = "set model \"\(path)\"\nset template plain\n\(load) | tune epochs 1"
    try session.run("\(tune) | save \"\(out)\"")
    #expect(try JSONValue.read(out + "/config.json")["eos_token_id"] == 0)
    #expect(try JSONValue.read(out + "/generation_config.json")["eos_token_id"] == 0)
    #expect(try JSONValue.read(out + "/tokenizer_config.json")["eos_token"] == "<|endoftext|>")
    try AtomicFile.write(#"{"eos_token": "<|im_end|>"}"#, to: path + "/tokenizer_config.json")
    try AtomicFile.write(#"{"temperature": 0.5}"#, to: path + "/generation_config.json")
    try session.run("\(tune) | save \"\(out)-2\"")
    #expect(try JSONValue.read(out + "-2/config.json")["eos_token_id"] == [4097, 0])
    let generation = try JSONValue.read(out + "-2/generation_config.json")
    #expect(generation["eos_token_id"] == [4097, 0] && generation["temperature"] == 0.5)
  }

  /// The warning stands in the block of every stage that uses the model.
  @Test func aFlagThatTiesTwoMatricesIsSaid() throws {
    let (session, load) = try session()
    let path = try base(in: session)
    var config = try #require(try JSONValue.read(path + "/config.json").object)
    config["tie_word_embeddings"] = true
    try AtomicFile.write(JSONValue.object(config).serialized(), to: path + "/config.json")
    #expect(try LanguageModel(directory: path).remarks.count == 1)
    try session.run("set model \"\(path)\"")
    for line in [
      "load \"\(session.folder("rows.jsonl"))\" | score complexity", "\(load) | tune epochs 1",
      "load \"\(session.folder("rows.jsonl"))\" | take 1 | generate max 2",
    ] {
      _ = session.heard.takeText()
      try session.run(line)
      #expect(session.heard.takeText().contains { $0.contains("warning: base: config.json ties") }, "\(line)")
    }
    try session.run("\(load) | tune epochs 1 | save \"\(session.folder("out"))\"")
    #expect(try JSONValue.read(session.folder("out/config.json"))["tie_word_embeddings"] == false)
    #expect(try LanguageModel(directory: session.folder("out")).tensor("lm_head.weight") != nil)
  }
}

private enum SharedTokenizer {
  static func path() throws -> String { PackageRoot.path + "/share/model/cact-4m" }
}
