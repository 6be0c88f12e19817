import Diagnostics
import Documents
import Foundation
import Packing
import Pipeline
import Stages
import TestSupport
import Testing

/// What `export` writes for other programs. `Tests/Fixtures/make/export_check.py` reads the same with the programs themselves.
@Suite("export") struct ExportTests {
  private static let tools = ["trl", "axolotl", "llama_factory", "mlx"]

  /// A conversation of two learned answers, one with an answer that is not, a pair.
  private static var chats: [[String: Any]] {
    [
      [
        "messages": [
          ["role": "system", "content": "Be terse."], ["role": "user", "content": "Reverse a list."],
          ["role": "assistant", "content": "xs[::-1]"], ["role": "user", "content": "In place?"],
          ["role": "assistant", "content": "xs.reverse()"],
        ]
      ],
      [
        "messages": [
          ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Hello", "weight": 0],
          ["role": "user", "content": "Sort \"it\""], ["role": "assistant", "content": "sorted(xs)\n"],
        ]
      ],
      ["messages": [["role": "user", "content": "Sum?"], ["role": "assistant", "content": "sum(xs)"]]],
    ]
  }

  private static var calls: [[String: Any]] {
    ["Rome", "Oslo"].map { city in
      [
        "messages": [
          ["role": "user", "content": "Weather in \(city)?"],
          [
            "role": "assistant", "content": NSNull(),
            "tool_calls": [["type": "function", "function": ["name": "weather", "arguments": ["city": city]]]],
          ], ["role": "tool", "content": "12"], ["role": "assistant", "content": "12 degrees."],
        ], "tools": [["type": "function", "function": ["name": "weather", "parameters": ["type": "object"]]]],
      ]
    }
  }

  /// The tiny model with a chat template of its own, which knows tools.
  private func chatModel(_ session: Session) throws -> String {
    let path = session.folder("chat model")
    try FileManager.default.copyItem(atPath: TinyModel.shared.get(), toPath: path)
    let template = """
      {% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}\
      {% if m['tool_calls'] %}{{ m['tool_calls'] | tojson }}{% endif %}{% if m['role'] == 'assistant' %}{{ eos_token }}{% endif %}\
      {% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}
      """
    try AtomicFile.write(template, to: path + "/chat_template.jinja")
    return path
  }

  private func export(
    _ session: Session, _ tool: String, _ rows: [[String: Any]], model: String? = nil, _ more: String = ""
  ) throws -> (folder: String, lines: [JSONValue]) {
    if let model { try session.run("set model \"\(model)\"") }
    let folder = session.folder("out-\(tool)")
    try session.run("load \"\(session.file("rows.jsonl", rows))\" | export \(tool) \"\(folder)\" \(more)")
    let data = String(decoding: try AtomicFile.read(folder + "/train.jsonl"), as: UTF8.self)
    let lines = try data.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8), file: "train.jsonl") }
    return (folder, lines)
  }

  private func text(_ path: String) throws -> String { String(decoding: try AtomicFile.read(path), as: UTF8.self) }

  /// Keys and values of a YAML file of one line each.
  private func settings(_ path: String) throws -> [String: String] {
    let lines = try text(path).split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Dictionary(
      try lines.map { line in
        let colon = try #require(line.firstRange(of: ": "), "\(line)")
        return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
      }, uniquingKeysWith: { a, _ in a })
  }

  @Test func eachLearnedAnswerIsALineOfTRL() throws {
    let session = try Session(tiny: true)
    let (folder, lines) = try export(session, "trl", Self.chats)
    #expect(
      lines.map { $0["completion"]?[0]?["content"]?.string } == ["xs[::-1]", "xs.reverse()", "sorted(xs)\n", "sum(xs)"])
    #expect(lines.map { $0["prompt"]?.array?.count } == [2, 4, 3, 1])
    #expect(lines[1]["prompt"]?.array?.compactMap { $0["role"]?.string } == ["system", "user", "assistant", "user"])
    let said = session.heard.takeText().joined(separator: "\n")
    #expect(said.contains("3 rows for TRL 1.16 to \(folder) · 4 lines · template plain"), "\(said)")
    #expect(try text(folder + "/chat_template.jinja").contains("### Instruction:"))
    #expect(try text(folder + "/README.md").contains("3 rows in 4 lines: one for each answer that is learned"))
  }

  /// All of one small export, as it is read by `trl sft --config sft.yaml`.
  @Test func theSettingsOfTRLAreThese() throws {
    let session = try Session(tiny: true)
    let (folder, _) = try export(
      session, "trl", Self.chats, "epochs 2 rate 0.00005 batch 1 targets \"q_proj, v_proj\" alpha 12.5")
    #expect(
      try text(folder + "/sft.yaml") == """
        # Written by cact for TRL 1.16.
        model_name_or_path: "\(TinyModel.shared.get())"
        datasets: [{"path": "json", "data_files": "train.jsonl"}]
        chat_template_path: "chat_template.jinja"
        completion_only_loss: true
        # what ends an answer
        eos_token: "<|endoftext|>"
        packing: true
        packing_strategy: "bfd"
        max_length: 4096
        num_train_epochs: 2.0
        # packs
        per_device_train_batch_size: 1
        gradient_accumulation_steps: 1
        learning_rate: 5.0e-05
        lr_scheduler_type: "cosine"
        warmup_steps: 0
        weight_decay: 0.0
        max_grad_norm: 1.0
        gradient_checkpointing: false
        seed: 42
        use_peft: true
        lora_r: 8
        lora_alpha: 12.5
        lora_dropout: 0.0
        lora_target_modules: ["q_proj", "v_proj"]
        output_dir: "output"
        report_to: "none"

        """)
    #expect(
      try text(folder + "/run.sh")
        == "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")\"\nexec trl sft --config sft.yaml \"$@\"\n")
    let manifest = try JSONValue.read(folder + "/cact.json")
    #expect(
      Set(manifest["files"]?.object?.keys ?? []) == [
        "README.md", "chat_template.jinja", "run.sh", "sft.yaml", "train.jsonl",
      ])
    #expect(manifest["tool"]?.string == "trl" && manifest["rows"]?.int == 3 && manifest["lines"]?.int == 4)
  }

  @Test func axolotlIsToldOfEveryTurnWhetherItIsLearned() throws {
    let session = try Session(tiny: true)
    let (folder, lines) = try export(session, "axolotl", Self.chats)
    let learned = lines.map { line in
      (line["messages"]?.array ?? []).map {
        ($0["role"]?.string ?? "").prefix(1) + ($0["train"]?.bool == true ? "+" : "")
      }.joined()
    }
    #expect(learned == ["sua+ua+", "uaua+", "ua+"])
    let settings = try settings(folder + "/axolotl.yaml")
    // What stands above alone would not be heard: of a data set the template defaults to the model's own.
    let dataset = try JSONValue.parse(Array(settings["datasets", default: ""].utf8), file: "datasets")[0]
    #expect(
      dataset?["chat_template"]?.string == "jinja" && dataset?["chat_template_jinja"]?.string == "chat_template.jinja")
    #expect(dataset?["message_field_training"]?.string == "train" && settings["eot_tokens"] == "[\"<|endoftext|>\"]")
  }

  @Test func toolsAndCallsAreKept() throws {
    let session = try Session(tiny: true)
    let model = try chatModel(session)
    for tool in Self.tools {
      let (folder, lines) = try export(session, tool, Self.calls, model: model)
      let counts = ["trl": 4, "axolotl": 2, "llama_factory": 2, "mlx": 4]
      #expect(lines.count == counts[tool], "\(tool)")
      let data = try text(folder + "/train.jsonl")
      #expect(data.contains("Rome") && data.contains("12 degrees."), "\(tool)")
      for line in lines { #expect(line["tools"] != nil, "\(tool)") }
    }
    // Lists of several forms are no column of a table, but JSON in a file.
    let (_, trl) = try export(session, "trl", Self.calls, "replace")
    #expect(trl[0]["tools"]?.string?.contains("\"weather\"") == true)
    #expect(trl[0]["completion"]?[0]?["tool_calls"]?[0]?["function"]?["arguments"]?["city"]?.string == "Rome")
    let (_, mlx) = try export(session, "mlx", Self.calls, "replace")
    #expect(mlx[0]["tools"]?.array?.count == 1)
    let (folder, llama) = try export(session, "llama_factory", Self.calls, "replace")
    #expect(
      llama[0]["conversations"]?.array?.compactMap { $0["from"]?.string } == [
        "human", "function_call", "observation", "gpt",
      ])
    #expect(
      llama[0]["conversations"]?[1]?["value"]?.string == #"[{"name":"weather","arguments":{"city":"Rome"}}]"#)
    #expect(try settings(folder + "/train.yaml")["mask_history"] == "false")
  }

  @Test func llamaFactoryIsGivenTheTextWhereTheModelHasNoTemplate() throws {
    let session = try Session(tiny: true)
    let (folder, lines) = try export(session, "llama_factory", Self.chats)
    #expect(
      lines[1]["prompt"]?.string
        == "<|endoftext|>Be terse.\n\n### Instruction:\nReverse a list.\n\n### Response:\nxs[::-1]<|endoftext|>### Instruction:\nIn place?\n\n### Response:\n"
    )
    #expect(lines[1]["response"]?.string == "xs.reverse()<|endoftext|>")
    #expect(try settings(folder + "/train.yaml")["template"] == "\"empty\"")
  }

  @Test func whatAToolCannotHoldIsCountedByItsReason() throws {
    let session = try Session(tiny: true)
    var rows = Self.chats
    rows.append([
      "messages": [
        ["role": "user", "content": "a"], ["role": "user", "content": "b"], ["role": "assistant", "content": "c"],
      ]
    ])
    let (folder, lines) = try export(session, "llama_factory", rows, model: try chatModel(session))
    #expect(lines.count == 4)
    let said = session.heard.takeText().joined(separator: "\n")
    #expect(said.contains("4 in = 3 kept + 1 whose turns do not alternate"), "\(said)")
    #expect(try text(folder + "/README.md").contains("Left out: 1 whose turns do not alternate."))
    let alone = session.failure(
      "load \"\(try session.file("one.jsonl", [rows[3]]))\" | export llama_factory \"\(session.folder("none"))\"")
    #expect(
      alone?.code.name == "C0511" && !FileManager.default.fileExists(atPath: session.folder("none")))
  }

  /// Text for cact, whatever it spells; the others would take it for the token.
  @Test func namesOfSpecialTokensAreCounted() throws {
    let session = try Session(tiny: true)
    var rows = Self.chats
    rows.append([
      "messages": [["role": "user", "content": "a"], ["role": "assistant", "content": "ends <|endoftext|> here"]]
    ])
    let (folder, _) = try export(session, "trl", rows)
    let warning = "1 row with the name of a special token, which is text for cact and the token for TRL"
    #expect(session.heard.takeText().contains { $0.contains(warning) })
    #expect(try text(folder + "/README.md").contains("- \(warning)."))
    _ = try export(session, "trl", Self.chats)
    #expect(!session.heard.takeText().contains { $0.contains("special token") })
  }

  @Test func packsSayHowLongAPackIs() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("pairs.jsonl", Teaching.pairs(60)))\""
    for (tool, file, key) in [
      ("trl", "sft.yaml", "max_length"), ("axolotl", "axolotl.yaml", "sequence_len"),
      ("llama_factory", "train.yaml", "cutoff_len"), ("mlx", "lora.yaml", "max_seq_length"),
    ] {
      try session.run("\(load) | pack 512 | export \(tool) \"\(session.folder(tool))\" batch 30 epochs 4")
      let settings = try settings(session.folder(tool) + "/" + file)
      #expect(settings[key] == "512", "\(tool)")
      let readme = try text(session.folder(tool) + "/README.md")
      for head in ["# Rows for ", "## One ", "## Eight GPUs", "## What to know"] {
        #expect(readme.contains(head), "\(tool)")
      }
    }
    // 30 of 60 rows a step are half of the packs.
    let packs = try #require(
      Int(try settings(session.folder("trl") + "/sft.yaml")["gradient_accumulation_steps"] ?? ""))
    let all = try #require(try session.run("\(load) | pack 512").value as? PacksValue).packs.bins.count
    #expect(all >= 4 && packs == Int((Double(all) / 2).rounded()))
    #expect(try settings(session.folder("mlx") + "/lora.yaml")["iters"] == "8")
  }

  @Test func textsAreLearnedWhole() throws {
    let session = try Session(tiny: true)
    try AtomicFile.write("one text\n\nand more\n", to: session.folder("a.txt"))
    for (tool, file, word) in [
      ("trl", "sft.yaml", "packing_strategy: \"bfd_split\""), ("axolotl", "axolotl.yaml", "\"completion\""),
      ("llama_factory", "train.yaml", "stage: \"pt\""), ("mlx", "lora.yaml", "mask_prompt: false"),
    ] {
      let folder = session.folder(tool)
      try session.run("load \"\(session.folder("a.txt"))\" | pack 256 long split | export \(tool) \"\(folder)\"")
      #expect(try text(folder + "/train.jsonl") == "{\"text\": \"one text\\n\\nand more\\n\"}\n", "\(tool)")
      #expect(try text(folder + "/\(file)").contains(word), "\(tool)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/chat_template.jinja"), "\(tool)")
    }
  }

  @Test func aDirectoryOfSomebodyElsesStays() throws {
    let session = try Session(tiny: true)
    let folder = session.folder("mine")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write("mine", to: folder + "/sft.yaml")
    let line = "load \"\(try session.file("rows.jsonl", Self.chats))\" | export trl \"\(folder)\""
    #expect(session.failure(line)?.code.name == "C0403")
    #expect(try text(folder + "/sft.yaml") == "mine")
    try session.run(line + " replace")
    #expect(try text(folder + "/sft.yaml").hasPrefix("# Written by cact"))
    // What a run made beside it stays, and so does what was changed by hand.
    try FileManager.default.createDirectory(atPath: folder + "/output", withIntermediateDirectories: true)
    try AtomicFile.write("weights", to: folder + "/output/model.safetensors")
    try session.run(line)
    #expect(try text(folder + "/output/model.safetensors") == "weights")
    #expect(session.heard.takeText().contains { $0.contains("left in place beside the export: output") })
    try AtomicFile.write("num_train_epochs: 9\n", to: folder + "/sft.yaml")
    #expect(session.failure(line)?.message.contains("changed after cact wrote them: sft.yaml") == true)
  }

  @Test func namesOfModelsAreTextWhereverTheyStand() throws {
    let session = try Session(tiny: true)
    let path = session.folder("m\"$(touch x)`\n# [a](b) {{c}} é")
    try FileManager.default.copyItem(atPath: TinyModel.shared.get(), toPath: path)
    try session.run("set model \(JSONValue.string(path).serialized())")
    let (folder, _) = try export(session, "trl", Self.chats)
    let line = try settings(folder + "/sft.yaml")["model_name_or_path"] ?? ""
    #expect(line.hasSuffix("m\\\"$(touch x)`\\U0000000a# [a](b) {{c}} é\""), "\(line)")
    let readme = try text(folder + "/README.md")
    #expect(readme.contains("`\\n# [a](b)") && !readme.contains("\n# [a](b)"))
    #expect(!(try text(folder + "/run.sh")).contains("touch"))
  }

  @Test func anAdapterOrAGGUFIsNoModelToBeginFrom() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", Self.chats))\""
    try session.run("\(load) | pack 256 | tune epochs 1 lora | save \"\(session.folder("adapter"))\"")
    try session.run("set model \"\(session.folder("adapter"))\"")
    #expect(
      session.failure("\(load) | export trl \"\(session.folder("out"))\"")?.code.name == "C0525")
  }
}
