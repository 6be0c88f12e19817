import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The guides' commands, run in the order in which they stand: `cact` blocks as statements of one session, `sh` blocks by
  /// the shell. The model of that name in the hub's cache is a tiny one of the same family, template and layout.
  @Suite("Guides") struct Guides {
    private let cact: Cact
    private let environment: [String: String?]

    init() throws {
      cact = try Cact()
      let program = try BuiltProduct.path("cact")
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      environment = [
        "PATH": (program as NSString).deletingLastPathComponent + ":" + path, "CACT_STORE": cact.store.path,
        "HF_HUB_CACHE": cact.folder("hub"), "NO_COLOR": "1", "CACT_SHARE": cact.folder("share"),
      ]
    }

    @Test("every command of `Bring your own model` does what it should")
    func bringYourOwnModel() throws {
      try cact.writeRows(260, to: "rows.jsonl")
      try makeSnapshot("Qwen/Qwen2.5-Coder-0.5B-Instruct", "Qwen2ForCausalLM", template: "qwen2_5")
      try makeSnapshot("HuggingFaceTB/SmolLM2-135M-Instruct", "LlamaForCausalLM", template: "smollm2")
      let said = try run(guide: "bring-your-own-model")
      for words in ["template qwen2_5", "template plain", "template smollm2", "LoRA of rank 8"] {
        #expect(said.contains(words), "\(words) was not said")
      }
      for made in ["runs/adapter/adapter_model.safetensors", "runs/merged/model.safetensors"] {
        #expect(FileManager.default.fileExists(atPath: cact.folder(made)), "\(made) was not written")
      }
    }

    @Test("every command of `Your chats` does what it should")
    func yourChats() throws {
      try cact.writeRows(60, to: "rows.jsonl")
      try cact.write(Self.chats(60), to: "chats.jsonl")
      try makeSnapshot("Qwen/Qwen2.5-Coder-0.5B-Instruct", "Qwen2ForCausalLM", template: "qwen2_5")
      let said = try run(guide: "your-chats")
      // A fifth has a system message, and there are one, two or three answers.
      for words in [
        "60 in = 60 kept", "turns, 120 learned", "turns, 60 learned",
        "template qwen2_5",
        "turns learned",
      ] {
        #expect(said.contains(words), "\(words) was not said: \(said)")
      }
      let shown = try cact(
        ["template", "chats.jsonl", "--row", "2", "--model", "Qwen/Qwen2.5-Coder-0.5B-Instruct"],
        environment: environment)
      let lines = shown.output.split(separator: "\n").map(String.init)
      #expect(lines.contains("┃ Answer 0 of row 2.<|im_end|>") && lines.contains("  Question 0 of row 2?<|im_end|>"))
      let config = try JSONValue.read(cact.folder("runs/chats/generation_config.json"))
      #expect(config["eos_token_id"]?.int == 4097)
    }

    @Test("every command of `Rows you can trust` does what it should")
    func rowsYouCanTrust() throws {
      // With the model that comes along.
      try FileManager.default.createSymbolicLink(
        atPath: cact.folder("share"), withDestinationPath: PackageRoot.path + "/share")
      let tasks = (1...60).map { row in
        let names = (0..<12).map { "name\(row * 31 + $0 * $0)" }.joined(separator: " and ")
        return JSONValue.object([
          "instruction": .string("Write a function that adds \(names)."),
          "output": .string("def f():\n    return \(row)"),
        ]).serialized()
      }
      try cact.write((tasks + tasks.prefix(5)).joined(separator: "\n"), to: "rows.jsonl")
      try cact.write(tasks.suffix(3).joined(separator: "\n"), to: "problems.jsonl")
      let said = try run(guide: "rows-you-can-trust")
      for words in [
        "65 in = 60 kept + 5 near twins of rows that stay", "3 with problems of problems.jsonl",
        "40 of 40 rows have code that parses",
      ] {
        #expect(said.contains(words), "\(words) was not said: \(said)")
      }
      #expect(try cact.rows("clean.jsonl").count == 57)
    }

    @Test("every command of `Long runs` does what it should")
    func longRuns() throws {
      try FileManager.default.createSymbolicLink(
        atPath: cact.folder("share"), withDestinationPath: PackageRoot.path + "/share")
      try cact.writeRows(60, to: "rows.jsonl")
      let said = try run(guide: "long-runs")
      #expect(said.contains("on 10 search rows, every "), "\(said)")
      let watched = try cact(["watch", "run.jsonl"], environment: environment)
      #expect(watched.status == 0 && watched.output.contains("tune    done after "), "\(watched.output)")
      let stages = try cact.rows("run.jsonl").map { $0["stage"]?.string }
      #expect(stages.contains("tune") && stages.contains("pack"))
      let runs = try FileManager.default.contentsOfDirectory(atPath: cact.folder("events"))
      #expect(runs.count >= 1 && runs.allSatisfy { $0.hasPrefix("tune-") })
    }

    @Test("every command of `Prove it on code` does what it should")
    func proveItOnCode() throws {
      try FileManager.default.createSymbolicLink(
        atPath: cact.folder("share"), withDestinationPath: PackageRoot.path + "/share")
      try cact.writeRows(40, to: "rows.jsonl")
      try makeSnapshot("HuggingFaceTB/SmolLM2-135M-Instruct", "LlamaForCausalLM", template: "smollm2")
      let problems = ["a + b", "a - b", "a * b"].enumerated().map { place, body in
        JSONValue.object([
          "task_id": .string("Test/\(place)"),
          "prompt": .string("def f\(place)(a, b):\n    \"\"\"It is \(body).\"\"\"\n"),
          "canonical_solution": .string("    return \(body)\n"), "entry_point": .string("f\(place)"),
          "test": .string("def check(candidate):\n    assert candidate(5, 3) == \([8, 2, 15][place])\n"),
        ]).serialized(pretty: false)
      }
      try cact.write(problems.joined(separator: "\n"), to: "problems.jsonl")
      let own: [JSONValue] = [
        ["instruction": "Write `one()`.", "output": "def one():\n    return 1", "tests": ["assert one() == 1"]],
        ["instruction": "Write `two()`.", "output": "def two():\n    return 2", "tests": ["assert two() == 2"]],
      ]
      try cact.write(own.map { $0.serialized(pretty: false) }.joined(separator: "\n"), to: "own.jsonl")
      for name in ["a_eval_results.json", "b_eval_results.json"] {
        try FileManager.default.copyItem(
          atPath: PackageRoot.path + "/Tests/Fixtures/evalplus/" + name, toPath: cact.folder(name))
      }
      let said = try run(guide: "prove-it-on-code")
      for words in [
        "3 of 3 references pass, 3 of 3 planted wrong programs fail", "exact McNemar p =", "pass@10", "4 beams",
        "3 problems are too few to tell any two models apart", "rows with tests",
        "asked in the template smollm2, with a line", "a solves 23 that b does not, b 4 that a does not",
        "on these 40 problems a passes more than b", "a solves 15 that b does not, b 5 that a does not",
        "on these 3 problems no difference is shown",
        "asked in the template smollm2, with a line",
        "None of the 40 rows that made tuned tells one of these problems", "Of what base learned nothing is known.",
      ] {
        #expect(said.contains(words), "\(words) was not said: \(said)")
      }
      #expect(try JSONValue.read(cact.folder("judged.json")).array?.count == 3)
    }

    @Test("every command of `Take it elsewhere` does what it should")
    func takeItElsewhere() throws {
      try cact.write(Self.chats(60), to: "chats.jsonl")
      try FileManager.default.createSymbolicLink(
        atPath: cact.folder("share"), withDestinationPath: PackageRoot.path + "/share")
      let said = try run(guide: "take-it-elsewhere")
      for words in [
        "20 rows for TRL 1.16 to runs/trl", "MLX-LM takes the chat template from the model's own files",
      ] {
        #expect(said.contains(words), "\(words) was not said: \(said)")
      }
      let readme = String(decoding: try AtomicFile.read(cact.folder("runs/trl/README.md")), as: UTF8.self)
      #expect(readme.contains("## A cluster") && readme.contains("torchrun --nnodes 2"))
      for made in ["trl/run.sh", "axolotl/axolotl.yaml", "llama_factory/dataset_info.json", "mlx/lora.yaml"] {
        #expect(FileManager.default.fileExists(atPath: cact.folder("runs/" + made)), "\(made) was not written")
      }
    }

    /// Conversations as ShareGPT writes them.
    private static func chats(_ count: Int) -> String {
      (1...count).map { row in
        var turns: [JSONValue] = row % 5 == 1 ? [["from": "system", "value": "Be brief."]] : []
        for turn in 0...row % 3 {
          turns.append(["from": "human", "value": .string("Question \(turn) of row \(row)?")])
          turns.append(["from": "gpt", "value": .string("Answer \(turn) of row \(row).")])
        }
        return JSONValue.object(["id": .integer(row), "conversations": .array(turns)]).serialized()
      }.joined(separator: "\n")
    }

    @Test("every command of `Machine-readable output` runs, and the members are those it lists")
    func machines() throws {
      try cact.writeRows(120, to: "rows.jsonl")
      // What the output has for members does not depend on the model, and the guide's last line makes twenty of it.
      try makeModel("share/model/cact-4m", "LlamaForCausalLM", template: "smollm2")
      _ = try run(guide: "machines")
      let tuned = try JSONValue.read(cact.folder("tuned.json"))
      let page = String(
        decoding: try AtomicFile.read(PackageRoot.path + "/docs/guides/machines.md"), as: UTF8.self)
      var members: [String] = tuned.object?.keys ?? []
      for part in ["value", "conclusion", "bill"] { members += try #require(tuned[part]?.object).keys }
      members += tuned["value"]?["recipe"]?.object?.keys ?? []
      let compared = try JSONValue.read(cact.folder("compared.json"))
      let arms = try #require(compared["value"]?.array)
      #expect(arms.count == 2)
      let search = try #require(try JSONValue.read(cact.folder("searched.json"))["ledger"]?["search"])
      members += Self.members(of: .array(arms)) + Self.members(of: search)
      for name in members { #expect(page.contains("`\(name)`"), "`\(name)` is not on the page") }
      #expect(tuned["conclusion"]?["before"]?.double != nil && tuned["conclusion"]?["verdict"]?.string != nil)
    }

    /// The names of all members, those inside included.
    private static func members(of value: JSONValue) -> [String] {
      if let list = value.array { return list.flatMap(members(of:)) }
      return value.object.map { object in object.keys.flatMap { [$0] + members(of: object[$0] ?? .null) } } ?? []
    }

    // MARK: - The guide

    /// - Returns: what the commands said on standard error.
    private func run(guide name: String) throws -> String {
      let text = String(
        decoding: try AtomicFile.read(PackageRoot.path + "/docs/guides/\(name).md"), as: UTF8.self)
      let blocks = Self.blocks(of: text)
      #expect(blocks.contains { $0.kind == "cact" } && blocks.contains { $0.kind == "sh" })
      var said = ""
      for block in blocks {
        let command: Command
        switch block.kind {
        case "cact":
          command = try cact(["run", "-e", block.text, "--session", "guide.json"], environment: environment)
        case "sh":
          command = try Command.run(
            "/bin/sh", ["-e", "-c", block.text], environment: environment, directory: cact.folder.path)
        default: continue
        }
        try #require(command.status == 0, "\(name), line \(block.line):\n\(block.text)\n\(command.errors)")
        said += command.flat + "\n"
      }
      return said
    }

    private struct Block {
      var kind: String
      var line: Int
      var text: String
    }

    /// Fenced blocks; those that are indented stand in a list and count too.
    private static func blocks(of text: String) -> [Block] {
      var blocks: [Block] = []
      var open: Block?
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        let trimmed = line.drop { $0 == " " }
        guard trimmed.hasPrefix("```") else {
          open?.text += line + "\n"
          continue
        }
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          open = Block(kind: String(trimmed.dropFirst(3)), line: number + 1, text: "")
        }
      }
      return blocks
    }

    // MARK: - The model

    /// A snapshot in the hub's cache, with the chat template that models of that name have.
    private func makeSnapshot(_ name: String, _ architecture: String, template: String) throws {
      let folder = "hub/models--" + name.replacing("/", with: "--")
      let revision = "0123456789abcdef0123456789abcdef01234567"
      try makeModel(folder + "/snapshots/" + revision, architecture, template: template)
      try FileManager.default.createDirectory(
        atPath: cact.folder(folder + "/refs"), withIntermediateDirectories: true)
      try cact.write(revision, to: folder + "/refs/main")
    }

    /// A tiny model of that architecture, tuned a little; its tokenizer is the embedded model's with the template's marks added.
    private func makeModel(_ place: String, _ architecture: String, template: String) throws {
      let files = FileManager.default
      let shape = cact.folder("shape")
      try files.createDirectory(atPath: shape, withIntermediateDirectories: true)
      let embedded = PackageRoot.path + "/share/model/cact-4m/"
      var tokenizer = try JSONValue.read(embedded + "tokenizer.json").object ?? [:]
      let marks = ["<|im_start|>", "<|im_end|>"].enumerated().map { index, mark -> JSONValue in
        ["id": .integer(4096 + index), "content": .string(mark), "special": true, "normalized": false]
      }
      tokenizer["added_tokens"] = .array((tokenizer["added_tokens"]?.array ?? []) + marks)
      let templates = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/templates.json")["known"]?.array ?? []
      let jinja = try #require(templates.first { $0["name"]?.string == template }?["jinja"])
      let parts: [(String, JSONValue)] = [
        ("tokenizer.json", .object(tokenizer)),
        (
          "tokenizer_config.json",
          [
            "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": .null, "eos_token": "<|im_end|>",
            "chat_template": jinja,
          ]
        ),
        (
          "config.json",
          [
            "architectures": [.string(architecture)], "vocab_size": 4100, "hidden_size": 32,
            "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
            "max_position_embeddings": 512, "rope_theta": 10000.0, "rms_norm_eps": 1e-6, "hidden_act": "silu",
            "tie_word_embeddings": true, "bos_token_id": 0, "eos_token_id": 4097, "torch_dtype": "bfloat16",
          ]
        ),
      ]
      for (file, json) in parts { try AtomicFile.write(Array(json.serialized().utf8), to: "\(shape)/\(file)") }
      let made = try cact.run(
        """
        set model "shape"
        load "rows.jsonl" | take 40 | pack 256 | tune from_scratch "shape" epochs 3 rate 1e-2 batch 4 | save "\(place)"
        """)
      try #require(made.status == 0, "\(made.errors)")
      try files.removeItem(atPath: shape)
    }
  }
}
