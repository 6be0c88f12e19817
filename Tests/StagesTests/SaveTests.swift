import Diagnostics
import Digests
import Documents
import Foundation
import LanguageModel
import Pipeline
import Rows
import Stages
import TestSupport
import Testing
import Tuning

@Suite("save") struct SaveTests {
  private func session() throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(12)))\"")
  }

  @Test(arguments: ["jsonl", "json", "parquet", "csv", "tsv.gz", "jsonl.zst"])
  func rowsComeBackWithTheirFieldsAndProvenance(ending: String) throws {
    let (session, load) = try session()
    let path = session.folder("chosen.\(ending)")
    let saved = try session.rows("\(load) | score complexity | where row <= 5 | save \"\(path)\"")
    let back = try session.rows("load \"\(path)\"")
    #expect(back.texts("question") == saved.texts("question") && back.texts("answer") == saved.texts("answer"))
    #expect(back.texts("topic") == saved.texts("topic"))
    // Its scores are cact's own again, with all that is known of them; vectors stay out of the file.
    for name in ["ifd", "loss_cond", "loss_direct", "answer_tokens", "tokens"] {
      #expect(back.numbers(name) == saved.numbers(name), "\(name)")
    }
    #expect(back.scores == saved.scores && back.scoring != nil && !back.rows.hasColumn("embedding"))
    #expect(!back.rows.names.contains { $0.hasPrefix("file_") }, "\(back.rows.names)")
    let sidecar = try JSONValue.read(session.folder(".chosen.\(ending).cact.json"))
    #expect(sidecar["scoring"]?["model"]?.string == saved.scoring?.model.description)
    #expect(sidecar["scoring"]?["formula"]?.string == saved.scoring?.formula)
    #expect(sidecar["rows"]?.int == 5)
  }

  @Test func whatWasScoredIsNotScoredAgainElsewhere() throws {
    let (session, load) = try session()
    let path = session.folder("scored.parquet")
    try session.run("\(load) | score complexity | save \"\(path)\" embeddings")
    // Another store remembers nothing.
    let other = try Session(tiny: true)
    let value = try other.rows("load \"\(path)\" | score complexity")
    let text = other.heard.takeText().joined(separator: "\n")
    #expect(
      text.contains("12 rows were scored before") && text.contains("scored before it was saved: complexity"), "\(text)")
    let saved = try session.rows("\(load) | score complexity")
    #expect(value.numbers("ifd") == saved.numbers("ifd") && value.scores == saved.scores)
    #expect(value.rows.digest() != saved.rows.digest() || value.rows.names == saved.rows.names)
    for row in 0..<12 { #expect(value.rows.cell(row, "embedding") == saved.rows.cell(row, "embedding")) }
  }

  @Test func aFileThatHasChangedSinceHasNoScores() throws {
    let (session, load) = try session()
    let path = session.folder("out.jsonl")
    try session.run("\(load) | score complexity | save \"\(path)\"")
    #expect(session.heard.takeText().contains { $0.contains("without `embedding`") })
    let bytes = try AtomicFile.read(path)
    try AtomicFile.write(bytes + Array("{\"instruction\": \"q\", \"output\": \"a\", \"ifd\": 0.5}\n".utf8), to: path)
    let changed = try session.rows("load \"\(path)\"")
    #expect(
      changed.scores.isEmpty && changed.numbers("file_ifd").count == 13 && changed.numbers("file_ifd").last == 0.5)
    #expect(session.heard.takeText().contains { $0.contains("changed since cact saved it") })
    // Without its note it is a file like any other; with it, as it was.
    try AtomicFile.write(bytes, to: path)
    #expect(try session.rows("load \"\(path)\"").scoring != nil)
    unlink(session.folder(".out.jsonl.cact.json"))
    let plain = try session.rows("load \"\(path)\"")
    #expect(plain.scores.isEmpty && plain.numbers("file_ifd").count == 12)
  }

  @Test func csvHasAHeadAndQuotesWhatNeedsIt() throws {
    let (session, load) = try session()
    let path = session.folder("rows.csv")
    try session.run("\(load) | take 2 | save \"\(path)\"")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("instruction") && text.contains("\"def sort_0"))
  }

  @Test func reportsInEachOfTheirForms() throws {
    let (session, load) = try session()
    for ending in ["json", "md", "csv"] {
      try session.run("\(load) | count by topic | save \"\(session.folder("topics." + ending))\"")
    }
    let data = try JSONValue.read(session.folder("topics.json"))
    #expect(data.array?.count == 4 && data[0]?["count"]?.int == 3)
    let markdown = try String(contentsOfFile: session.folder("topics.md"), encoding: .utf8)
    #expect(markdown.hasPrefix("| topic | count | share | tokens |\n| --- | ---: | ---: | ---: |\n"))
    let csv = try String(contentsOfFile: session.folder("topics.csv"), encoding: .utf8)
    #expect(csv.hasPrefix("topic,count,share,tokens\r\n"))
    // Numbers as they are: with neither separators nor quotes, and no digit less.
    try session.run("load | derive third = tokens / 3 | describe | save \"\(session.folder("d.csv"))\"")
    let described = try String(contentsOfFile: session.folder("d.csv"), encoding: .utf8)
    let third = try #require(described.split(separator: "\r\n").first { $0.hasPrefix("third,") })
    #expect(third.hasPrefix("third,number,1200,0,"), "\(third)")
    #expect(third.split(separator: ",")[4...8].allSatisfy { Double($0) != nil }, "\(third)")
    #expect(third.contains("33333") || third.contains("66666"), "\(third)")
    #expect(session.failure("\(load) | count | save \"\(session.folder("c.txt"))\"")?.code.name == "C0404")
    #expect(session.failure("\(load) | save \"\(session.folder("c.xml"))\"")?.code.name == "C0404")
  }

  @Test func aModelIsADirectoryThatLoadsAgain() throws {
    let (session, load) = try session()
    let path = session.folder("runs/first")
    let model = try session.model("\(load) | pack 512 | tune epochs 1 | save \"\(path)\"")
    let loaded = try LanguageModel(directory: path)
    #expect(try loaded.digest() == LanguageModel(directory: model.directory).digest())
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(Set(names).isSuperset(of: ["config.json", "model.safetensors", "tokenizer.json", "cact.json"]), "\(names)")
    #expect(!names.contains { $0.hasPrefix("cact-") }, "the store's own files stay in the store: \(names)")
    let mark = try JSONValue.read(path + "/cact.json")
    #expect(mark["steps"]?.int == model.outcome.steps && mark["base_digest"]?.string == model.base.digest.description)
    // It can be worked with like any other.
    let again = try Session(sharing: session)
    #expect(try again.rows("set model \"\(path)\"\n\(load) | take 3 | score complexity").rows.count == 3)
    // cact replaces what it wrote, whole: nothing else is left beside it.
    try session.run("\(load) | pack 512 | tune epochs 1 rate 1e-3 | save \"\(path)\"")
    #expect(try LanguageModel(directory: path).digest() != loaded.digest())
    #expect(try FileManager.default.contentsOfDirectory(atPath: session.folder("runs")) == ["first"])
  }

  /// The store keeps what was tuned exactly; a saved model has the number format of its base, or the one asked for.
  @Test func modelsAreSavedInTheirNumberFormat() throws {
    let (session, load) = try session()
    let base = session.folder("base")
    let tiny = try TinyModel.shared.get()
    try LanguageModel(directory: tiny).save(to: base, dtype: .bf16, tokenizerFrom: tiny)
    func types(_ path: String) throws -> Set<String> {
      Set(try Safetensors.Reader(path + "/model.safetensors").entries.values.map(\.type))
    }
    let tune = "set model \"\(base)\"\n\(load) | pack 512 | tune epochs 1"
    let model = try session.model("\(tune) | save \"\(session.folder("as-it-came"))\"")
    #expect(try types(model.directory) == ["F32"])
    #expect(try types(session.folder("as-it-came")) == ["BF16"])
    #expect(try JSONValue.read(session.folder("as-it-came/config.json"))["torch_dtype"] == "bfloat16")
    try session.run("\(tune) | save \"\(session.folder("exact"))\" as f32")
    let exact = try LanguageModel(directory: session.folder("exact"))
    #expect(try exact.digest() == LanguageModel(directory: model.directory).digest())
    #expect(session.failure("\(load) | save \"\(session.folder("rows.jsonl"))\" as f32")?.code.name == "C0404")
  }

  @Test func onlyWhatCactWroteIsReplaced() throws {
    let (session, load) = try session()
    let path = session.folder("precious.jsonl")
    try "mine\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(session.failure("\(load) | save \"\(path)\"")?.code.name == "C0403")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine\n")
    try session.run("\(load) | take 3 | save \"\(path)\" replace")
    #expect(try session.rows("load \"\(path)\"").rows.count == 3)
    // Now it is cact's own …
    try session.run("\(load) | take 4 | save \"\(path)\"")
    // … until somebody changes it.
    try "mine again\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(session.failure("\(load) | save \"\(path)\"")?.code.name == "C0403")
    // A directory that is not cact's, and things of the wrong kind.
    try FileManager.default.createDirectory(atPath: session.folder("photos"), withIntermediateDirectories: true)
    try "x".write(toFile: session.folder("photos/a.jpg"), atomically: true, encoding: .utf8)
    let tune = "\(load) | pack 512 | tune epochs 1 | save"
    #expect(session.failure("\(tune) \"\(session.folder("photos"))\"")?.code.name == "C0403")
    #expect(FileManager.default.fileExists(atPath: session.folder("photos/a.jpg")))
    #expect(session.failure("\(tune) \"\(path)\" replace")?.code.name == "C0403")
  }

  @Test func theLoadedFileIsNeverReplaced() throws {
    let (session, load) = try session()
    let path = session.folder("rows.jsonl")
    let before = try String(contentsOfFile: path, encoding: .utf8)
    for line in [
      "\(load) | take 3 | save \"\(path)\"", "\(load) | take 3 | save \"\(path)\" replace",
      "\(load) | hold 2 | sample 3 | save \"\(session.folder("store"))/../rows.jsonl\" replace",
    ] { #expect(session.failure(line)?.code.name == "C0403", "\(line)") }
    // A report of the file is not put in its place either, nor a model in that of its base.
    let array = session.folder("rows.json")
    try "[{\"instruction\": \"a\", \"output\": \"b\"}]".write(toFile: array, atomically: true, encoding: .utf8)
    try session.run("let named = load \"\(array)\" | take 1")
    #expect(session.failure("named | count | save \"\(array)\" replace")?.code.name == "C0403")
    let base = try TinyModel.make(in: session.folder("base"))
    let error = session.failure(
      "set model \"\(base)\"\n\(load) | pack 512 | tune epochs 1 | save \"\(base)\" replace")
    #expect(error?.code.name == "C0403")
    try FileManager.default.createSymbolicLink(atPath: session.folder("link.jsonl"), withDestinationPath: path)
    let link = session.folder("link.jsonl")
    #expect(session.failure("\(load) | take 3 | save \"\(link)\" replace")?.code.name == "C0403")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
  }
}
