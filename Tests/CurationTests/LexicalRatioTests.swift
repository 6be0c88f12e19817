import Curation
import Documents
import Numerics
import TestSupport
import Testing
import Work

@Suite struct LexicalRatioTests {
  private func words(_ parts: [[UInt8]]) -> [String] {
    let words = Words()
    words.split(parts.map { $0[...] })
    return (0..<words.count).map { String(decoding: words.text($0, through: $0), as: UTF8.self) }
  }

  @Test func sameNumbersAsDataSelection() throws {
    let fixture = try ChoosingFixture.read("lexical")
    let rows = try #require(fixture["rows"]?.array)
    let pool = try rows.map { Array(try #require($0["text"]?.string).utf8) }
    let ratio = try LexicalRatio(
      target: RowTexts(try ChoosingFixture.texts(fixture["target"])), pool: RowTexts(pool))
    let scores = try ratio.scores(RowTexts(pool))
    for (row, score) in zip(rows, scores) {
      let text = try #require(row["text"]?.string)
      let expected = try #require(row["words"]?.array).compactMap(\.string)
      #expect(words([Array(text.utf8)]).map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(text)")
      #expect(score.terms == row["terms"]?.int, "\(text)")
      let sum = try #require(row["ratio"]?.double)
      #expect(abs(score.ratio - sum) < 1e-9, "\(text)")
    }
  }

  @Test func aPairMayCrossFromTheQuestionToTheAnswerButNoWord() throws {
    #expect(words([Array("Sum it".utf8), Array("return".utf8)]) == ["sum", "it", "return"])
    let parts = RowTexts([Array("sum it return".utf8)])
    let ratio = try LexicalRatio(target: parts, pool: RowTexts([Array("it return x".utf8)]))
    #expect(try ratio.scores(parts)[0].terms == 5)
  }

  /// A lone surrogate in its three-byte form, and bytes that are no UTF-8 at all.
  @Test func illFormedTextIsSplitToo() {
    let words = Words()
    for text: [UInt8] in [
      [0x61, 0xED, 0xA0, 0xBD, 0x62], [0xFF, 0x61, 0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0x80, 0x20, 0x80],
    ] {
      words.split([text[...]])
      #expect(words.count > 0)
    }
    words.split([[0x61, 0xED, 0xA0, 0xBD, 0x62][...]])
    #expect(Array(words.text(1, through: 1)) == [0xED, 0xA0, 0xBD])
  }

  @Test(arguments: 0..<4) func theSameBitsOnAnyNumberOfThreads(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let target = RowTexts(ChoosingFixture.rows(20, topic: 1, generator: &generator))
    let pool = RowTexts(ChoosingFixture.rows(500, generator: &generator))
    ThreadCount.hold()
    defer { ThreadCount.release() }
    var results: [[LexicalRatio.Score]] = []
    for threads in [1, 2, 5] {
      Threads.set(threads)
      results.append(try LexicalRatio(target: target, pool: pool).scores(pool))
    }
    #expect(results[0] == results[1] && results[1] == results[2], "seed \(seed)")
  }

  @Test func theTargetsWordsScoreHigherWhateverTheLength() throws {
    var generator = SeededGenerator(seed: 3)
    let target = ChoosingFixture.rows(30, topic: 1, generator: &generator)
    let like = ChoosingFixture.rows(40, topic: 1, generator: &generator)
    let other = ChoosingFixture.rows(160, topic: 2, generator: &generator)
    let scores = try LexicalRatio(target: RowTexts(target), pool: RowTexts(like + other)).scores(RowTexts(like + other))
    let least = try #require(scores.prefix(40).map(\.mean).min())
    let most = try #require(scores.dropFirst(40).map(\.mean).max())
    #expect(least > most)
  }

  @Test func rowsWithoutWords() throws {
    let pool = RowTexts([Array("a b".utf8), Array(" \n".utf8), []])
    let scores = try LexicalRatio(target: pool, pool: pool).scores(pool)
    #expect(scores[0].mean == 0 && scores[1].mean.isNaN && scores[2].mean.isNaN)
    let none = RowTexts([Array("\t".utf8)])
    #expect(throws: LexicalRatio.NoWords(side: .target)) { try LexicalRatio(target: none, pool: pool) }
    #expect(throws: LexicalRatio.NoWords(side: .pool)) { try LexicalRatio(target: pool, pool: none) }
  }

  @Test func itStopsWhenAsked() throws {
    let rows = RowTexts([[UInt8]](repeating: Array("a b c".utf8), count: 20_000))
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { if $0.done >= 8_192 { cancellation.cancel() } }
    #expect(throws: Interrupted.self) { try LexicalRatio(target: rows, pool: rows, work: work) }
  }
}
