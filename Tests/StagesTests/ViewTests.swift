import Diagnostics
import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Stages
import Testing

/// What `view` shows besides a row as it stands: what the question does to it, and packs.
@Suite struct ViewTests {
  private let session: Session

  init() throws { session = try Session(tiny: true) }

  private func report(_ line: String) throws -> ReportValue {
    try #require(try session.run(line).value as? ReportValue)
  }

  @Test("the heat of a row adds up to its ifd, token by token")
  func heat() throws {
    let rows = try session.rows("load | take 4 | score complexity")
    for place in 0..<rows.rows.count {
      let number = rows.rows.rowNumbers[place]
      let heat = try report("load | view \(number) heat").data
      guard case .number(let ifd) = rows.rows.cell(place, "ifd"),
        case .integer(let answer) = rows.rows.cell(place, "answer_tokens")
      else { throw InternalError("row \(number) has no score") }
      // A token's loss is a 32-bit float, a row's the sum before it is rounded.
      #expect(abs((heat["ifd"]?.double ?? 0) - ifd) < 1e-6)
      let tokens = try #require(heat["tokens"]?.array)
      #expect(tokens.count == Int(answer))
      for (column, name) in [("loss_cond", "loss_cond"), ("loss_direct", "loss_direct")] {
        let mean = tokens.reduce(0) { $0 + ($1[name]?.double ?? 0) } / Double(tokens.count)
        #expect(abs(mean - (heat[column]?.double ?? 0)) < 1e-9)
      }
      // The tokens are the answer, whole and in order.
      let text = tokens.compactMap { $0["text"]?.string }.joined()
      #expect(text == rows.rows.answer(place).map { String(decoding: $0, as: UTF8.self) })
    }
  }

  @Test("what has a colour lies inside its line, and is what the losses say")
  func marks() throws {
    let shown = try #require(try Session().run("load | view 5 heat").value as? ReportValue)
    #expect(!shown.marks.isEmpty)
    for mark in shown.marks {
      let line = Array(shown.lines[mark.line].utf8)
      #expect(mark.range.lowerBound >= 2 && mark.range.upperBound <= line.count)
      #expect(String(validating: line[mark.range], as: UTF8.self) != nil)
    }
    let tokens = try #require(shown.data["tokens"]?.array)
    let coloured = tokens.filter { token in
      abs((token["loss_direct"]?.double ?? 0) - (token["loss_cond"]?.double ?? 0)) >= 0.5
        && token["text"]?.string?.contains { $0 != "\n" } == true
    }
    #expect(coloured.count <= shown.marks.count)
    #expect(shown.lines.contains { $0.hasPrefix("eased most: ") })
  }

  @Test("each pack is drawn as long as it is full, and its samples are those that are packed")
  func packs() throws {
    let line = "load | take 20 | pack 512"
    let value = try #require(try session.run(line).value as? PacksValue).packs
    let drawn = try report(line + " | view packs")
    let bars = drawn.lines.filter { $0.contains("█") && !$0.hasPrefix("█") }
    #expect(bars.count == value.bins.count)
    for (bar, bin) in zip(bars, value.bins) {
      let tokens = bin.reduce(0) { $0 + value.samples[$1].segment.tokens.count }
      let free = bar.count { $0 == "·" }
      #expect(abs(Double(free) - 60 * (1 - Double(tokens) / 512)) <= 1, "\(bar)")
      // Samples that begin in one character are one mark.
      #expect(bar.count { $0 == "|" } <= bin.count - 1)
    }
    let data = try #require(drawn.data.array)
    #expect(data.reduce(0) { $0 + ($1["learned"]?.int ?? 0) } == value.learnedTokens)
    #expect(data.reduce(0) { $0 + ($1["tokens"]?.int ?? 0) } == value.tokens)
    #expect(drawn.lines.last == "The end of each sample is learned: the model learns to stop.")
    var rows: [Int] = []
    for pack in 1...value.bins.count {
      let inside = try #require(try report(line + " | view \(pack)").data.array)
      var end = 0
      for sample in inside {
        #expect(sample["from"]?.int == end)
        end += sample["tokens"]?.int ?? 0
        rows.append(sample["row"]?.int ?? 0)
      }
      #expect(end == data[pack - 1]["tokens"]?.int)
    }
    #expect(rows.sorted() == value.samples.map { value.rows.rowNumbers[$0.row] }.sorted())
  }

  @Test("an answer that a limit cuts has no end to learn, and the picture says so")
  func cut() throws {
    let drawn = try report("load | sort answer_tokens desc | take 3 | pack 256 | view packs")
    #expect(drawn.lines.last?.hasPrefix("The end of 0 of 3 samples is learned") == true, "\(drawn.lines)")
  }

  @Test("a pack of few tokens is as full as it is")
  func small() throws {
    let text = try session.file("text.jsonl", [["text": String(repeating: "word and word ", count: 30)]])
    for capacity in [8, 16, 59, 60, 61] {
      let drawn = try report("load \"\(text)\" | pack \(capacity) long split | view packs")
      let data = try #require(drawn.data.array)
      let bars = drawn.lines.filter { $0.contains("█") && !$0.hasPrefix("█") }
      #expect(bars.count == min(40, data.count))
      for (bar, pack) in zip(bars, data) where pack["free"]?.int == 0 { #expect(!bar.contains("·"), "\(bar)") }
    }
  }

  @Test("answers of one conversation do not run together")
  func conversation() throws {
    let talk = try session.file(
      "talk.jsonl",
      [
        [
          "messages": [("user", "Q1?"), ("assistant", "A1."), ("user", "Q2?"), ("assistant", "A2.")].map {
            ["role": $0.0, "content": $0.1]
          }
        ]
      ])
    let lines = try report("load \"\(talk)\" | view 1 heat").lines
    #expect(lines.contains("  A1.") && lines.contains("  A2."), "\(lines)")
  }

  @Test(arguments: [
    ("load | view", "`view` needs the number of a row"), ("load | view packs", "rows are not in packs yet"),
    ("load | view 1 mask heat", "`mask` and `heat` are two pictures"),
    ("load | take 2 | pack 512 | view", "`view` needs `packs`, or the number of one"),
    ("load | take 2 | pack 512 | view 1 heat", "packs have no row to look at"),
    ("load | take 2 | pack 512 | view 1 packs", "`packs` shows all of them, a number one"),
    ("load | take 2 | pack 512 | view 7", "there is no pack 7"),
  ])
  func whatCannotBeShown(_ line: String, _ message: String) {
    #expect(session.failure(line)?.message == message)
  }
}
