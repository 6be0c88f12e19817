import Documents
import TestSupport
import Testing

extension CommandTests {
  /// A model's directory is somebody else's text too: its name, its tokens, its template and its configuration reach a terminal or a
  /// page as visible text alone.
  @Suite("Hostile models") struct HostileModels {
    /// What somebody wrote into a directory of a model, and where.
    struct Hostile: Sendable, CustomTestStringConvertible {
      var testDescription: String
      /// Of the directory.
      var name = "model"
      /// Text of the file that is put in another's place.
      var file: (name: String, text: @Sendable (String) -> String)?
    }

    private static let escapes = #"\u001b[2J\u009b31m\u202e"#

    static let all = [
      Hostile(testDescription: "colours and a title in its name", name: "m\u{1B}[31mred\u{1B}]0;title\u{7}"),
      Hostile(testDescription: "C1 in its name", name: "m\u{9B}31mx"),
      Hostile(testDescription: "direction in its name", name: "m\u{202E}gpj.exe"),
      Hostile(testDescription: "a line of its own in its name", name: "m\nerror: no such model"),
      Hostile(testDescription: "a tag in its name", name: "<script>alert(1)<script>"),
      Hostile(
        testDescription: "its end of text",
        file: ("tokenizer.json", { $0.replacing("<|endoftext|>", with: "<|\(escapes)|>") })),
      Hostile(
        testDescription: "the kind of its tokenizer",
        file: ("tokenizer.json", { $0.replacing("\"BPE\"", with: "\"B\(escapes)\"") })),
      Hostile(
        testDescription: "its architecture",
        file: ("config.json", { $0.replacing("\"model_type\": \"", with: "\"model_type\": \"\(escapes)") })),
      Hostile(
        testDescription: "its number of layers",
        file: ("config.json", { $0.replacing("\"hidden_size\": ", with: "\"hidden_size\": \"\(escapes)\", \"was\": ") })
      ),
      Hostile(
        testDescription: "what its template refuses with",
        file: (
          "tokenizer_config.json",
          {
            $0.replacing("{", with: "{\"chat_template\": \"{{ raise_exception('\(escapes)') }}\", ", maxReplacements: 1)
          }
        )),
    ]

    @Test(arguments: all) func speaksInPlainText(_ hostile: Hostile) throws {
      let cact = try Cact()
      let model = try cact.embeddedModel(as: hostile.name, without: hostile.file.map { [$0.name] } ?? [])
      if let file = hostile.file {
        let before = String(decoding: try AtomicFile.read(EmbeddedModel.path + "/" + file.name), as: UTF8.self)
        let text = file.text(before)
        try #require(text != before, "nothing was put into \(file.name)")
        try AtomicFile.write(text, to: model + "/" + file.name)
      }
      for (script, page) in [
        (#"load | sample 6 | score complexity | take 2 | report "rows.html""#, "rows.html"),
        (#"load | sample 4 | pack 1024 | tune steps 1 control 0 | report "model.html""#, "model.html"),
        (#"load | sample 3 | export trl "out""#, nil), ("explain load | score complexity", nil),
      ] {
        for format in page == "rows.html" ? [[], ["--format", "json"]] : [[]] {
          let result = try cact.run(script, ["--model", model] + format)
          let said = result.output + result.errors
          #expect([0, 2, 5].contains(result.status), "\(script): \(result.status): \(said.prefix(2_000))")
          #expect(said.isPlain && !said.contains("Fatal error"), "\(script): \(said.debugDescription.prefix(2_000))")
          // A line that a name forged would begin like one of the program's own.
          #expect(!said.contains("\nerror: no such model"))
        }
        if let page, cact.folder.names.contains(page) {
          let text = String(decoding: try cact.bytes(page), as: UTF8.self)
          #expect(text.isPlain && !text.contains("<script>alert"), "\(page)")
        }
      }
    }
  }
}
