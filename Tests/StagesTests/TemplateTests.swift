import Diagnostics
import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Stages
import TestSupport
import Testing

@Suite("The setting `template` in the stages") struct TemplateTests {
  /// The tiny model again, with a chat template of its own.
  fileprivate func model(_ session: Session, _ name: String, jinja: String?) throws -> String {
    let path = session.folder(name)
    let files = FileManager.default
    try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    let tiny = try TinyModel.shared.get()
    for file in try files.contentsOfDirectory(atPath: tiny) {
      try files.createSymbolicLink(atPath: "\(path)/\(file)", withDestinationPath: "\(tiny)/\(file)")
    }
    if let jinja { try AtomicFile.write(Array(jinja.utf8), to: path + "/chat_template.jinja") }
    return path
  }

  fileprivate let chatML =
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n' }}"
    + "{% endfor %}{{ '<|im_start|>assistant\\n' }}"

  @Test func theSettingKnowsEveryTemplate() throws {
    let definition = try #require(Registry.standard.settings.first { $0.name == "template" })
    guard case .choice(let choices) = definition.kind else {
      Issue.record("`template` is no choice")
      return
    }
    #expect(choices.first?.word == "auto")
    #expect(choices.dropFirst().map { [$0.word, $0.help] } == Template.all.map { [$0.name, $0.summary] })
  }

  @Test func theModelsOwnUnlessAnotherIsSet() throws {
    let session = try Session()
    let path = try model(session, "chat", jinja: chatML)
    let rows = try session.file("rows.jsonl", Teaching.pairs(12))
    let load = "load \"\(rows)\""
    try session.run("set model \"\(path)\"")
    let own = try session.rows("\(load) | score complexity")
    #expect(own.scoring?.template == "chatml")
    #expect(session.heard.takeText().contains { $0.hasPrefix("score: by chat, template chatml · at most") })
    let key = try session.run("\(load) | score complexity").key
    try session.run("set template plain")
    let plain = try session.rows("\(load) | score complexity")
    #expect(plain.scoring?.template == "plain")
    #expect(try session.run("\(load) | score complexity").key != key)
    #expect(plain.numbers("loss_cond") != own.numbers("loss_cond"))
    // No question, no template; what shares a batch with it moves the last bits.
    for (one, other) in zip(plain.numbers("loss_direct"), own.numbers("loss_direct")) {
      #expect(abs(one - other) < 1e-5)
    }
    #expect(plain.numbers("tokens") != own.numbers("tokens"))
    try session.run("set template auto")
    #expect(try session.run("\(load) | score complexity").key == key)
  }

  @Test func oneThatCannotBeFollowedIsSaid() throws {
    let session = try Session()
    let path = try model(session, "strange", jinja: "{{ messages }}")
    let load = "load \"\(try session.file("rows.jsonl", Teaching.pairs(8)))\""
    try session.run("set model \"\(path)\"\n\(load) | score complexity | pack 512")
    let said = session.heard.takeText().filter { $0.contains("cannot be followed") }
    #expect(said.count == 2, "\(said)")
    // Whoever sets one has chosen it.
    try session.run("set template alpaca\n\(load) | pack 512")
    #expect(!session.heard.takeText().contains { $0.contains("cannot be followed") })
    // A template file that appears or changes is another model.
    let packs = try session.run("\(load) | pack 512").key
    try AtomicFile.write(Array("{{ 1 }}".utf8), to: path + "/chat_template.jinja")
    #expect(try session.run("\(load) | pack 512").key != packs)
  }

  @Test func aTunedModelKeepsTheTemplateItWasTunedIn() throws {
    let session = try Session(tiny: true)
    let rows = try session.file("rows.jsonl", Teaching.pairs(40, topics: 8))
    let line = "load \"\(rows)\" | hold 8 | pack 512"
    let plain = try session.model("\(line) | tune epochs 1")
    #expect(plain.recipe.template == "plain")
    #expect(try ChatTemplateFile.jinja(directory: plain.directory) == nil, "its directory would be taken for plain")

    try session.run("set template starcoder2\nlet tuned = \(line) | tune epochs 1\nset template auto")
    #expect(session.heard.takeText().contains { $0.hasPrefix("tune: ") && $0.hasSuffix(" · template starcoder2") })
    try session.run("tuned | save \"\(session.folder("saved"))\"")
    #expect(try ModelTemplate(directory: session.folder("saved")).shown == "starcoder2")
    // Model and base are asked as the model was tuned, unless another template is set.
    #expect(try session.report("tuned | eval").data["template"] == "starcoder2")
    try session.run("set template plain")
    #expect(try session.report("tuned | eval").data["template"] == "plain")
  }
}

extension TemplateTests {
  @Test func anAdapterTunedInAnotherTemplateThanItsBasesSaysSo() throws {
    let session = try Session()
    let base = try model(session, "chat", jinja: chatML)
    let rows = try session.file("rows.jsonl", Teaching.pairs(24))
    let line = "load \"\(rows)\" | pack 512 | tune epochs 1 lora rank 2"
    let own = try session.model("set model \"\(base)\"\n\(line)")
    #expect(own.recipe.template == "chatml")
    #expect(try ChatTemplateFile.jinja(directory: own.directory) == chatML, "its own, which is its base's")
    // Plain is what a directory without a template is taken for; this one's base has another.
    let plain = try session.model("set template plain\n\(line)")
    #expect(try ModelTemplate(directory: plain.directory).shown == "plain")
    #expect(try ChatTemplateFile.jinja(directory: plain.directory) == Template.plain.jinja)
    let merged = try session.model("set template plain\n\(line) | merge")
    #expect(try ChatTemplateFile.jinja(directory: merged.directory) == Template.plain.jinja)
  }
}

@Suite("Models by name") struct ModelNameTests {
  @Test func anOptionThatTakesAModelTakesADirectoryOrAName() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", Teaching.pairs(12)))\""
    let other = try TinyModel.make(in: session.folder("other"), seed: 9)
    let own = try session.rows("\(load) | score complexity")
    let with = try session.rows("\(load) | score complexity with \"\(other)\"")
    #expect(with.scoring?.model != own.scoring?.model && with.numbers("ifd") != own.numbers("ifd"))
    #expect(session.heard.takeText().contains { $0.hasPrefix("score: by other, template plain") })
    // By its content, not its name.
    let key = try session.run("\(load) | score complexity with \"\(other)\"").key
    try FileManager.default.removeItem(atPath: other)
    _ = try TinyModel.make(in: other, seed: 10)
    #expect(try session.run("\(load) | score complexity with \"\(other)\"").key != key)
    #expect(session.check("load | score complexity with 3").first?.message.contains("org/name") == true)
    #expect(session.failure("\(load) | score complexity with \"org/absent\"")?.code.name == "C0405")
    #expect(session.failure("set model \"org/absent\"\n\(load)")?.message.contains("hf download org/absent") == true)
  }

  @Test func aSnapshotOfTheHubsCacheIsCalledByItsName() {
    #expect(
      ModelLibrary.name(of: "/c/hub/models--Qwen--Qwen2.5-Coder-0.5B/snapshots/0123abc") == "Qwen/Qwen2.5-Coder-0.5B")
    #expect(ModelLibrary.name(of: "/c/hub/models--gpt2/snapshots/0123abc/") == "gpt2")
    #expect(ModelLibrary.name(of: "models/mine/") == "mine")
    #expect(
      ModelLibrary.name(of: "/s/files/04/" + String(repeating: "04", count: 32)) == "the tuned model 040404040404")
  }

  @Test func helpOnModelsSaysWhatThereIs() throws {
    let session = try Session()
    let page = try #require(
      HelpPages.page("models", registry: session.interpreter.registry, scope: session.interpreter.scope))
    let words =
      Family.all.map(\.architecture) + EncoderConfiguration.supportedArchitectures + Template.all.map(\.name)
      + StoredType.allCases.map(\.rawValue) + Family.all.flatMap(\.tested)
    for word in words { #expect(page.contains(word), "\(word)") }
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 110 || $0.contains("The cache is now") }, "\(page)")
    #expect(try session.run("help models").message == page)
    #expect(
      session.check("help modles").first?.helps.contains { $0.edits.contains { $0.replacement == "models" } } == true)
  }
}
