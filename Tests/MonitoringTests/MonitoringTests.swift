import Digests
import Documents
import Foundation
import Monitoring
import Pipeline
import TestSupport
import Testing
import Work

@Suite("Run logs") struct RunJournalTests {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory() }

  private static let key = ContentDigest.of("a key")

  private func settings(_ values: [String: String]) -> Settings {
    var settings = Settings(definitions: SettingDefinition.all)
    for (name, value) in values { settings.fix(name, to: name == "alert" ? .string(value) : .path(value)) }
    return settings
  }

  private func records(_ path: String) throws -> [JSONValue] {
    try String(decoding: AtomicFile.read(path), as: UTF8.self).split(separator: "\n").map {
      try JSONValue.parse(String($0), file: path)
    }
  }

  private func step(_ number: Int, loss: Double) -> WorkProgress {
    var progress = WorkProgress(label: "tune", done: Double(100 * number), total: 1_000, unit: "tokens")
    progress.step = StepProgress(number: number, total: 10, loss: loss, rate: 1e-3, checkpoint: number == 2 ? "c" : nil)
    return progress
  }

  @Test func aLogThatIsSetHasWholeRecordsOfEachStage() throws {
    let path = folder("log.jsonl")
    let settings = settings(["log": path])
    let journal = RunJournal(folder: folder("runs"), longFrom: 3_600)
    let outer = journal.stageBegins("compare", key: Self.key, within: 0, settings: settings)
    let inner = journal.stageBegins("tune", key: Self.key, within: outer.number, settings: settings)
    inner.progress(step(1, loss: 2.5))
    inner.ended(StageEnding(.notFinite, "the loss of step 2 is not finite"))
    outer.ended(StageEnding(.done))
    let records = try records(path)
    #expect(records.map { $0["event"]?.string } == ["start", "progress", "end", "start", "end"])
    for record in records {
      #expect(
        record["cact"] == "run" && record["pid"]?.int == Int(getpid()) && record["host"]?.string?.isEmpty == false)
      #expect(record["key"]?.string == Self.key.description)
      #expect(record["time"]?.string?.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil)
    }
    let progress = records[1]
    #expect(progress["stage"] == "tune" && progress["step"] == 1 && progress["steps"] == 10)
    #expect(progress["loss"]?.double == 2.5 && progress["rate"]?.double == 1e-3 && progress["tokens"] == 100)
    #expect((progress["memory"]?.int ?? 0) > 1_000_000 && progress["tokens_per_second"]?.double != nil)
    #expect(records[1]["within"]?.int == outer.number && records[4]["within"] == 0)
    #expect(records[2]["status"] == "not finite" && records[2]["message"]?.string?.contains("step 2") == true)
    #expect(records[4]["status"] == "done" && (records[4]["peak_memory"]?.int ?? 0) > 1_000_000)
    #expect(journal.takeProblem() == nil && !FileManager.default.fileExists(atPath: folder("runs")))
  }

  @Test func shortStagesLeaveNoLogAndLogsAreBounded() throws {
    let settings = settings([:])
    RunJournal(folder: folder("runs"), longFrom: 3_600).stageBegins(
      "take", key: Self.key, within: 0, settings: settings
    )
    .ended(StageEnding(.done))
    #expect(!FileManager.default.fileExists(atPath: folder("runs")))
    try FileManager.default.createDirectory(atPath: folder("runs"), withIntermediateDirectories: true)
    for number in 100..<160 { try AtomicFile.write("", to: folder("runs/2000-\(number).jsonl")) }
    try AtomicFile.write("", to: folder("runs/notes.txt"))
    let journal = RunJournal(folder: folder("runs"), longFrom: 0)
    journal.stageBegins("tune", key: Self.key, within: 0, settings: settings).ended(StageEnding(.done))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("runs"))
    #expect(names.count == RunJournal.mostLogs + 1 && names.contains("notes.txt") && names.contains("2000-159.jsonl"))
    #expect(!names.contains("2000-100.jsonl"))
    #expect(RunJournal.newestLog(in: folder("runs"))?.hasSuffix("-\(getpid()).jsonl") == true)
  }

  /// Whatever stands in the way, the stage hears nothing of it, and it is said once.
  @Test(arguments: ["/dev/full", "no/such/folder/log", ".", "notes.txt", "pipe"])
  func whatCannotBeWrittenIsSaidOnce(_ name: String) throws {
    try AtomicFile.write("my notes\n", to: folder("notes.txt"))
    mkfifo(folder("pipe"), 0o600)
    let path = name.hasPrefix("/") ? name : folder(name)
    let journal = RunJournal(folder: nil)
    let entry = journal.stageBegins("tune", key: Self.key, within: 0, settings: settings(["log": path]))
    for number in 1...3 { entry.progress(step(number, loss: 1)) }
    entry.ended(StageEnding(.done))
    #expect(journal.takeProblem()?.contains("the run log is not written") == true)
    #expect(journal.takeProblem() == nil)
    #expect(try AtomicFile.read(folder("notes.txt")) == Array("my notes\n".utf8))
  }

  /// The log is opened for each line: one that is moved away begins anew.
  @Test func aLogThatIsMovedAwayBeginsAnew() throws {
    let journal = RunJournal(folder: nil)
    let settings = settings(["log": folder("log")])
    journal.stageBegins("load", key: Self.key, within: 0, settings: settings).ended(StageEnding(.done))
    try FileManager.default.moveItem(atPath: folder("log"), toPath: folder("log.1"))
    var tail = RunLogTail(folder("log.1"))
    #expect(tail.read().records.count == 2)
    journal.stageBegins("pack", key: Self.key, within: 0, settings: settings).ended(StageEnding(.done))
    #expect(try records(folder("log")).map { $0["stage"]?.string } == ["pack", "pack"])
  }

  @Test func theTailTakesWholeLinesAndNoticesAnotherFile() throws {
    let path = folder("log")
    func line(_ text: String) throws {
      let file = try #require(fopen(path, "a"))
      fputs(text, file)
      fclose(file)
    }
    var tail = RunLogTail(path)
    #expect(!tail.read().exists)
    try line("{\"cact\":\"run\",\"event\":\"start\",\"run\":1}\nnonsense\n[1]\n{\"cact\":\"ru")
    var news = tail.read()
    #expect(news.exists && !news.isOther && news.records.count == 1)
    #expect(tail.read().records.isEmpty)
    try line("n\",\"run\":2}\n")
    news = tail.read()
    #expect(news.records.count == 1 && news.records[0]["run"]?.int == 2)
    try AtomicFile.write("{\"cact\":\"run\",\"run\":3}\n", to: path)
    news = tail.read()
    #expect(news.isOther && news.records.map { $0["run"]?.int } == [3])
    try FileManager.default.removeItem(atPath: path)
    #expect(!tail.read().exists)
  }

  @Test func thePictureHasEachStageAsItIs() throws {
    let path = folder("log")
    let journal = RunJournal(folder: nil)
    let settings = settings(["log": path])
    journal.stageBegins("score", key: Self.key, within: 0, settings: settings).ended(StageEnding(.done))
    let entry = journal.stageBegins("tune", key: Self.key, within: 0, settings: settings)
    entry.progress(step(1, loss: 2.5))
    var picture = RunLogPicture()
    var tail = RunLogTail(path)
    for record in tail.read().records { picture.add(record) }
    #expect(picture.stages.map(\.name) == ["score", "tune"] && picture.stages[0].status == "done")
    let now = try #require(picture.current)
    #expect(now.status == nil && now.step == 1 && now.steps == 10 && now.losses.map(\.loss) == [2.5])
    #expect(now.total == 1_000 && now.pid == Int(getpid()))
    entry.ended(StageEnding(.stopped, "3 checks"))
    for record in tail.read().records { picture.add(record) }
    #expect(picture.current?.status == "stopped" && picture.current?.message == "3 checks")
    // A stranger's figures.
    for text in [
      "{\"cact\":\"run\",\"event\":\"progress\",\"run\":9,\"step\":1e300,\"loss\":1e308,\"seconds\":1e300,\"done\":-1e99}",
      "{\"cact\":\"run\",\"event\":7,\"run\":9}", "{\"cact\":\"run\"}", "{}",
    ] {
      picture.add(try #require(JSONValue.parse(text, file: "a log").object))
    }
    #expect(picture.stages.last?.losses.isEmpty == true && picture.stages.last?.done == nil)
  }

  @Test func theAlertKnowsWhatHappenedAndHoldsNothingUp() async throws {
    let out = folder("told")
    let command =
      "printf '%s|' \"$CACT_STAGE\" \"$CACT_STATUS\" \"$CACT_MESSAGE\" \"$CACT_LOSS\" > '\(out).new'; tty >> '\(out).new'; mv '\(out).new' '\(out)'; sleep 50"
    let journal = RunJournal(folder: nil, longFrom: 3_600)
    let settings = settings(["alert": command])
    let clock = ContinuousClock()
    let passed = clock.measure {
      // A short stage that came to its end is nobody's concern; of what is within another stage that one tells.
      journal.stageBegins("load", key: Self.key, within: 0, settings: settings).ended(StageEnding(.done))
      journal.stageBegins("tune", key: Self.key, within: 3, settings: settings).ended(StageEnding(.notFinite, "inner"))
      let entry = journal.stageBegins("tune", key: Self.key, within: 0, settings: settings)
      entry.progress(step(1, loss: 2.5))
      entry.ended(StageEnding(.notFinite, "'; touch '\(folder("broken"))'; $(touch \(folder("broken")))"))
    }
    #expect(passed < .seconds(40))
    while !FileManager.default.fileExists(atPath: out) { try await Task.sleep(for: .milliseconds(20)) }
    let told = String(decoding: try AtomicFile.read(out), as: UTF8.self)
    #expect(told.hasPrefix("tune|not finite|'; touch '"), "\(told)")
    #expect(told.contains("|2.5|") && told.contains("not a tty"), "\(told)")
    #expect(!FileManager.default.fileExists(atPath: folder("broken")))
    #expect(journal.takeProblem() == nil)
  }
}

@Suite("TensorBoard") struct TensorBoardTests {
  /// The bytes of `Tests/Fixtures/make/tensorboard.py`.
  @Test func theBytesAreTensorboardXs() throws {
    let folder = try TemporaryDirectory()
    let file = try TensorBoardFile(folder("events"), wallTime: 1_700_000_000.25)
    let scalars: [(String, Double, Int, Double)] = [
      ("loss", 2.401, 0, 1_700_000_001.5), ("learning_rate", 2e-05, 1, 1_700_000_002),
      ("loss", -0.0, 127, 1_700_000_003.125), ("tokens_per_second", 123456.789, 128, 1_700_000_004),
      ("memory_bytes", 3.5e9, 1 << 40, 1_700_000_005.75),
    ]
    for (tag, value, step, time) in scalars { try file.add([(tag, value)], step: step, wallTime: time) }
    let expected = try AtomicFile.read(PackageRoot.path + "/Tests/Fixtures/tensorboard.events", as: .data)
    #expect(try AtomicFile.read(folder("events"), as: .data) == expected)
  }

  /// RFC 3720, B.4.
  @Test func crc32cOfThePublishedTexts() {
    #expect(TensorBoardFile.crc32c([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(TensorBoardFile.crc32c([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(TensorBoardFile.crc32c(Array(0..<32)) == 0x46DD_794E)
    #expect(TensorBoardFile.crc32c(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func eachStepOfATuningIsAnEvent() throws {
    let folder = try TemporaryDirectory()
    var settings = Settings(definitions: SettingDefinition.all)
    settings.fix("tensorboard", to: .path(folder("events")))
    let entry = RunJournal(folder: nil).stageBegins(
      "tune", key: ContentDigest.of("k"), within: 0, settings: settings)
    entry.progress(WorkProgress(label: "tune", done: 1, total: 10, unit: "tokens"))
    #expect(!FileManager.default.fileExists(atPath: folder("events")))
    for number in 1...3 {
      var progress = WorkProgress(label: "tune", done: Double(number), total: 10, unit: "tokens")
      progress.step = StepProgress(number: number, total: 3, loss: 1, rate: 1)
      entry.progress(progress)
    }
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder("events"))
    #expect(runs.count == 1 && runs[0].hasPrefix("tune-"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder("events/" + runs[0]))
    #expect(files.count == 1 && files[0].hasPrefix("events.out.tfevents."))
    let bytes = try AtomicFile.read(folder("events/\(runs[0])/\(files[0])"), as: .data)
    // Records by their lengths, to the last byte: a version and four scalars a step.
    var (at, count) = (0, 0)
    while at + 12 <= bytes.count {
      at += 16 + bytes[at..<at + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      count += 1
    }
    #expect(at == bytes.count && count == 13)
  }
}
