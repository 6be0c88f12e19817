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
import Work

@Suite("embed with and select diverse with") struct EmbeddingTests {
  private static let fixtures = PackageRoot.path + "/Tests/Fixtures"
  private static let bert = fixtures + "/encoder-bert"

  /// The fixture's sentences as questions, with answers.
  private func session() throws -> (session: Session, load: String, expected: [[Double]]) {
    let sentences = try #require(try JSONValue.read(Self.bert + "/sentences.json").array)
    let rows: [[String: Any]] = try sentences.enumerated().map { i, sentence in
      ["instruction": try #require(sentence["text"]?.string), "output": "answer number \(i) to it"]
    }
    let session = try Session(tiny: true)
    let expected = sentences.map { ($0["vector"]?.array ?? []).compactMap(\.double) }
    return (session, "load \"\(try session.file("rows.jsonl", rows))\"", expected)
  }

  private func vectors(_ value: RowsValue) throws -> [[Float]] {
    guard case .vector(let column)? = value.rows.column("embedding") else { throw Missing() }
    return (0..<value.rows.count).map {
      Array(column.values[$0 * column.dimension..<($0 + 1) * column.dimension])
    }
  }
  private struct Missing: Error {}

  @Test func vectorsAreThoseOfSentenceTransformers() throws {
    let (session, load, expected) = try session()
    let outcome = try session.run("\(load) | embed with \"\(Self.bert)\"")
    let value = try #require(outcome.value as? RowsValue)
    let found = try vectors(value)
    #expect(found.count == 5)
    for (row, pair) in zip(found, expected).enumerated() {
      #expect(pair.0.count == 18 && pair.1.count == 18)
      for (a, b) in zip(pair.0, pair.1) { #expect(abs(Double(a) - b) < 1e-5, "row \(row + 1)") }
    }
    // Truncation is counted and said: every letter is a token, and 128 are read.
    let text = session.heard.takeText().joined(separator: "\n")
    let cut = try #require(outcome.ledger("tokens_cut"))
    #expect(cut > 200)
    #expect(text.contains("18 numbers per row, from encoder-bert, mean of the tokens, length 1"), "\(text)")
    #expect(text.contains(" · 1 question cut at 128 tokens, \(cut) tokens cut"), "\(text)")
    let provenance = try #require(value.embedding)
    #expect(provenance.name == "encoder-bert" && provenance.isEncoder && provenance.pooling == "mean")
    #expect(provenance.maximalLength == 128 && provenance.template == nil)
  }

  @Test func provenanceSurvivesStoreAndSave() throws {
    let (session, load, _) = try session()
    let line = "\(load) | embed with \"\(Self.bert)\""
    let before = try session.rows(line)
    let again = try session.rows(line)
    #expect(again.embedding == before.embedding && before.embedding != nil)
    let decoded = try RowsValue.decode(before.encode(scratch: session.folder.path), ModelLibrary()) as? RowsValue
    #expect(decoded?.embedding == before.embedding)
    try session.run("\(line) | save \"\(session.folder("out.jsonl"))\"")
    let saved = try JSONValue.read(session.folder(".out.jsonl.cact.json"))["embedding"]
    #expect(saved?["name"]?.string == "encoder-bert" && saved?["encoder"]?.bool == true)
  }

  @Test func questionsAreEmbeddedOnceAndRemembered() throws {
    let (session, load, _) = try session()
    try session.run("\(load) | embed with \"\(Self.bert)\"")
    _ = session.heard.takeText()
    // Other rows of the same questions under another line, in another process: nothing is computed.
    let other = try Session(sharing: session, tiny: true)
    let value = try other.rows("\(load) | sort row desc | embed with \"\(Self.bert)\"")
    let text = other.heard.takeText().joined(separator: "\n")
    #expect(text.contains("5 rows were embedded before"), "\(text)")
    let forward = try vectors(try session.rows("\(load) | embed with \"\(Self.bert)\""))
    #expect(try vectors(value) == Array(forward.reversed()))
    // Under another model each is its own.
    _ = try other.rows("\(load) | embed")
    #expect(!other.heard.takeText().joined().contains("embedded before"))
    _ = try other.rows("\(load) | sort row desc | embed")
    #expect(other.heard.takeText().joined().contains("5 rows were embedded before"))
  }

  @Test func rowsWithoutAQuestionAreSetAside() throws {
    let session = try Session(tiny: true)
    let path = try session.file(
      "rows.jsonl", [["instruction": "Sort.", "output": "a"], ["instruction": "", "output": "b"]])
    let outcome = try session.run("load \"\(path)\" | embed with \"\(Self.bert)\"")
    #expect(outcome.isBalanced && outcome.ledger("kept") == 1)
    #expect(outcome.ledgerEntries("dropped") == ["no question": 1])
  }

  @Test func theInputIsPartOfTheQuestion() throws {
    let session = try Session(tiny: true)
    let path = try session.file(
      "rows.jsonl",
      [
        ["instruction": "Sort it.", "input": "a list", "output": "a"], ["instruction": "Sort it.", "output": "a"],
        ["instruction": "Sort it.\na list", "output": "a"],
      ])
    let found = try vectors(try session.rows("load \"\(path)\" | embed with \"\(Self.bert)\""))
    #expect(found[0] != found[1])
    for (a, b) in zip(found[0], found[2]) { #expect(abs(a - b) < 1e-6) }
  }

  @Test func selectWithIsEmbedWithThenSelect() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", Teaching.pairs(60)))\" | derive long = len(answer)"
    #expect(session.check("\(load) | select diverse 30% by long with \"\(Self.bert)\"").isEmpty)
    let inTwo = try session.rows("\(load) | embed with \"\(Self.bert)\" | select diverse 30% by long clusters 4")
    let inOne = try session.rows("\(load) | select diverse 30% by long clusters 4 with \"\(Self.bert)\"")
    #expect(inOne.rows.digest() == inTwo.rows.digest() && inOne.embedding == inTwo.embedding)
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("from encoder-bert, mean of the tokens, length 1 · 60 rows were embedded before"), "\(text)")
    #expect(session.check("\(load) | select diverse 30% by long clusters 4").map(\.code.name) == ["C0350"])
  }

  @Test func scoresLeaveTheEncodersEmbeddingInPlace() throws {
    let (session, load, _) = try session()
    let first = try session.rows("\(load) | embed with \"\(Self.bert)\" | score complexity")
    let last = try session.rows("\(load) | score complexity | embed with \"\(Self.bert)\"")
    let (a, b) = (try vectors(first), try vectors(last))
    #expect(a == b && first.embedding == last.embedding && a[0].count == 18)
    // The model's own makes way for that of the scores.
    let own = try session.rows("\(load) | embed | score complexity")
    let width = try vectors(own)[0].count
    #expect(own.embedding == nil && width != 18)
  }

  @Test func aTunedModelEmbedsToo() throws {
    let (session, load, _) = try session()
    try session.run("let tuned = \(load) | pack 512 | tune epochs 1 batch 3 rate 3e-3")
    let tuned = try session.rows("\(load) | embed with tuned")
    let base = try session.rows("\(load) | embed")
    let (a, b) = (try vectors(tuned), try vectors(base))
    #expect(a != b)
    #expect(tuned.embedding?.isEncoder == false && tuned.embedding?.template == "plain")
  }

  @Test func whatCannotEmbedIsSaid() throws {
    let (session, load, _) = try session()
    let none = session.failure("\(load) | embed with \"\(session.folder("nowhere"))\"")
    #expect(none?.message.contains("there is no such directory") == true, "\(none?.message ?? "")")
    let folder = session.folder("other")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(#"{"architectures": ["T5EncoderModel"], "model_type": "t5"}"#, to: folder + "/config.json")
    try FileManager.default.copyItem(atPath: Self.bert + "/tokenizer.json", toPath: folder + "/tokenizer.json")
    try AtomicFile.write(#"{"eos_token": "[SEP]"}"#, to: folder + "/tokenizer_config.json")
    let unknown = session.failure("\(load) | embed with \"\(folder)\"")
    #expect(unknown?.message.contains("T5EncoderModel") == true, "\(unknown?.message ?? "")")
    #expect(unknown?.message.contains("BertModel") == true && unknown?.message.contains("LlamaForCausalLM") == true)
    let clash = session.check("load | select top 10% by tokens with \"\(Self.bert)\"")
    #expect(clash.map(\.code.name) == ["C0351"])
  }

  /// all-MiniLM-L6-v2 through the language: vectors, and the clusters that scikit-learn makes of them.
  @Test func realEncoderThroughThePipeline() throws {
    guard let model = SentenceModel.path(), let data = SharedData.path("instruct/evol-codealpaca-1.json") else {
      return
    }
    let session = try Session(tiny: true)
    let value = try session.rows(
      "load \"\(data)\" | take 500 | select diverse 100% by row with \"\(model)\" clusters 10")
    #expect(value.rows.count == 500)
    let expected = try Safetensors.Reader(Self.fixtures + "/minilm.safetensors")
    let labels = try expected.rawBytes("labels")
    let clusters = value.numbers("cluster")
    let different = (0..<500).filter { Int(clusters[$0]) != Int(labels[4 * $0]) }
    #expect(different.isEmpty, "\(different)")
    #expect(value.embedding?.maximalLength == 256 && value.embedding?.isEncoder == true)
  }
}
