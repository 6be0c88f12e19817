import Documents
import Foundation
import Rows
import Stages
import TestSupport
import Testing

@Suite("Data sets in the hub's cache") struct CachedDatasetTests {
  private let folder: TemporaryDirectory
  private var environment: [String: String] { ["HOME": folder.path, "HF_HOME": folder("hf")] }

  init() throws { folder = try TemporaryDirectory() }

  private func put(_ paths: [String], below root: String) throws {
    for path in paths {
      let file = folder(root + "/" + path)
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try AtomicFile.write("x", to: file)
    }
  }

  private func files(_ name: String, _ split: String? = nil) throws -> [String]? {
    try CachedDataset.files(of: name, split: split, environment: environment)?.map {
      ($0 as NSString).lastPathComponent
    }
  }

  private func refusal(_ name: String, _ split: String? = nil) -> RowError? {
    #expect(throws: RowError.self) { try files(name, split) }
  }

  @Test func theSnapshotThatMainNames() throws {
    let hub = "hf/hub/datasets--org--set"
    try put(
      [
        "data/train-00000-of-00002-ab12.parquet", "data/train-00001-of-00002-cd34.parquet",
        "data/test-00000-of-00001.parquet",
      ], below: hub + "/snapshots/new")
    try put(["README.md", "data/train-00000-of-00001.parquet"], below: hub + "/snapshots/old")
    #expect(try files("org/set", "train") == nil)
    try put(["refs/x"], below: hub)
    try AtomicFile.write("new\n", to: folder(hub + "/refs/main"))
    #expect(try files("org/set", "train")?.count == 2 && files("org/set", "test") == ["test-00000-of-00001.parquet"])
    let several = refusal("org/set")
    #expect(
      several?.message.contains("test (1 files), train (2 files)") == true
        && several?.help?.contains("split \"train\"") == true)
    #expect(refusal("org/set", "dev")?.message.contains("no part `dev`") == true)
    #expect(try files("org/other", "train") == nil && files("../set") == nil && files("set") == nil)
  }

  @Test func namesOfEveryKind() throws {
    let snapshot = "/snapshots/one"
    try put(["rows.jsonl", "more.jsonl.gz", "README.md"], below: "hf/hub/datasets--org--plain" + snapshot)
    #expect(try files("org/plain") == ["more.jsonl.gz", "rows.jsonl"] && files("org/plain", "train")?.count == 2)
    try put(
      ["main/train.jsonl", "main/dev.jsonl", "socratic/train.jsonl"], below: "hf/hub/datasets--org--configs" + snapshot)
    #expect(try files("org/configs", "validation") == ["dev.jsonl"])
    let several = refusal("org/configs", "train")
    #expect(several?.message.contains("main, socratic") == true && several?.help?.contains("/main\"") == true)
    try put(
      ["train_sft-00000-of-00001.parquet", "test_sft-00000-of-00001.parquet"],
      below: "hf/hub/datasets--org--chat" + snapshot)
    #expect(try files("org/chat", "train_sft") == ["train_sft-00000-of-00001.parquet"])
    try put(["README.md"], below: "hf/hub/datasets--org--empty" + snapshot)
    #expect(refusal("org/empty")?.help?.contains("hf download org/empty") == true)
  }

  @Test func whatTheDatasetsLibraryPrepared() throws {
    let root = "hf/datasets/org___set/default/0.0.0/abc"
    try put(
      ["set-train-00000-of-00002.arrow", "set-train-00001-of-00002.arrow", "set-test.arrow", "dataset_info.json.lock"],
      below: root)
    #expect(try files("org/set", "train")?.count == 2 && files("org/set", "test") == ["set-test.arrow"])
  }
}
