import Curation
import Foundation
import LanguageModel
import Numerics
import Packing
import Rows
import TestSupport
import Testing
import Tokenization
import Work

/// The traps that the method page lists, each with its test.
@Suite("Traps of scoring")
struct MethodTrapTests {
  private func rows(_ pairs: [(String, String)]) throws -> EncodedRows {
    let lines = try pairs.map { question, answer in
      let row = ["instruction": question, "output": answer]
      return String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self)
    }
    let rows = try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "traps.jsonl").0
    return try EncodedRows(rows, tokenizer: IFDFixture.tokenizer())
  }

  /// A model small enough to score with at once.
  private func model(context: Int = 256) throws -> LanguageModel {
    try LanguageModel(
      fresh: ModelConfiguration(
        vocabularySize: 4096, hiddenSize: 32, intermediateSize: 48, layers: 2, heads: 2, keyValueHeads: 1,
        contextLength: context), seed: 1)
  }

  private func score(_ pairs: [ScoringPair], _ model: LanguageModel) throws -> [Complexity] {
    try ComplexityScorer(seed: 1).score(
      pairs.map { ScoringRequest(conditional: $0.conditional, direct: $0.direct) }, model: model, known: [:],
      work: .silent, keep: { _ in }
    ).compactMap { $0?.complexity }
  }

  private let pairs = [
    ("Add two numbers.", "def add(a, b):\n    return a + b"), ("Say x.", "    x"), ("One.", "1"),
    ("Return nothing.", "\n\nreturn"),
  ]

  @Test func bothLossesCoverTheSameAnswerTokensTheFirstIncluded() throws {
    let encoded = try rows(pairs)
    for row in pairs.indices {
      let pair = try encoded.scoringPair(row, maxLength: 256)
      for segment in [pair.conditional, pair.direct] {
        #expect(segment.tokens[segment.learnFrom..<segment.learnTo] == encoded.answer(row))
      }
    }
    let scores = try score(pairs.indices.map { try encoded.scoringPair($0, maxLength: 256) }, model())
    #expect(scores.map(\.answerTokens) == pairs.indices.map { encoded.answer($0).count })
  }

  @Test func bothSequencesBeginWithTheSameTokenThoughTheTokenizerAddsNone() throws {
    let tokenizer = try IFDFixture.tokenizer()
    let encoded = try rows(pairs)
    for row in pairs.indices {
      #expect(encoded.prompt(row).first != tokenizer.beginOfText)
      let pair = try encoded.scoringPair(row, maxLength: 256)
      #expect(pair.conditional.tokens.first == tokenizer.beginOfText)
      #expect(pair.direct.tokens.first == tokenizer.beginOfText)
    }
  }

  @Test func noMergeCrossesTheBoundary() throws {
    let tokenizer = try IFDFixture.tokenizer()
    let encoded = try rows(pairs)
    // The template ends with a line feed, and the second answer begins with spaces: as one text they would merge.
    let pair = try encoded.scoringPair(1, maxLength: 256)
    let joint = try [tokenizer.beginOfText] + tokenizer.encode("### Instruction:\nSay x.\n\n### Response:\n    x")
    #expect(pair.conditional.tokens != joint)
    #expect(
      try pair.conditional.tokens == [tokenizer.beginOfText]
        + tokenizer.encode("### Instruction:\nSay x.\n\n### Response:\n") + tokenizer.encode("    x"))
  }

  @Test func endOfTextIsTrainedAndNotScored() throws {
    let tokenizer = try IFDFixture.tokenizer()
    let encoded = try rows(pairs)
    for row in pairs.indices {
      let pair = try encoded.scoringPair(row, maxLength: 256)
      #expect(!pair.conditional.tokens.dropFirst().contains(tokenizer.endOfText))
      #expect(!pair.direct.tokens.dropFirst().contains(tokenizer.endOfText))
      let trained = try encoded.trainingForm(row, maxLength: 256, long: .cut).segments[0]
      #expect(trained.tokens.last == tokenizer.endOfText)
      #expect(trained.targetCount == pair.conditional.targetCount + 1)
    }
  }

  @Test func anOverLongPairLosesItsAnswersTailCounted() throws {
    let encoded = try rows([("Count.", (0..<90).map(String.init).joined(separator: " "))])
    let (prompt, answer) = (encoded.prompt(0).count, encoded.answer(0).count)
    let room = 7
    let pair = try encoded.scoringPair(0, maxLength: 1 + prompt + room)
    #expect(pair.conditional.tokens.count == 1 + prompt + room)
    #expect(pair.tokensCut == answer - room)
    // The same tail is missing from both sides.
    #expect(pair.conditional.tokens.suffix(room) == pair.direct.tokens.suffix(room))
    #expect(pair.direct.tokens.count == 1 + room)
    #expect(try score([pair], model())[0].answerTokens == room)
    // None left: the row is set aside with its reason, never scored 0 or NaN.
    for length in [1 + prompt, prompt, 1] {
      #expect(throws: Unscorable.questionTooLong) { try encoded.scoringPair(0, maxLength: length) }
    }
  }

  @Test func aRowWithoutAnAnswerIsAFailureOfTheReader() throws {
    let lines = ["", "x"].map { #"{"instruction": "Say.", "output": "\#($0)"}"# }.joined(separator: "\n")
    let (rows, ledger) = try RowReader.read(bytes: Array(lines.utf8), name: "t.jsonl")
    #expect(rows.rowNumbers == [2] && ledger.failedCount == 1 && ledger.isBalanced)
  }

  @Test func aFailureIsNoNumber() throws {
    let broken = try model()
    let norm = try #require(broken.layout.entries.first { $0.name == "model.norm.weight" })
    broken.withWeights { $0.pointer[norm.range.lowerBound] = .nan }
    let encoded = try rows(pairs)
    let scores = try score(pairs.indices.map { try encoded.scoringPair($0, maxLength: 256) }, broken)
    #expect(scores.count == pairs.count && scores.allSatisfy { !$0.isFinite })
    // The report leaves them out, and there is none of failures alone.
    #expect(ComplexityReport(scores) == nil)
    let good = Complexity(lossConditional: 1, lossDirect: 2, answerTokens: 3)
    #expect(ComplexityReport(scores + [good])?.scored == 1)
    #expect(!Complexity(lossConditional: 1e6, lossDirect: 0, answerTokens: 1).isFinite)
  }

  @Test func theShareAtOneAndTheCorrelationWithLengthAreReported() throws {
    // IFD e^-0.4, e^-0.2, 1, e^0.2; 1 belongs to those that the question does not help.
    let scores = [(1.6, 40), (1.8, 30), (2.0, 20), (2.2, 10)].map {
      Complexity(lossConditional: $0.0, lossDirect: 2, answerTokens: $0.1)
    }
    let report = try #require(ComplexityReport(scores))
    #expect(report.scored == 4 && report.unhelped == 2)
    #expect(report.lengthCorrelation == -1)
    #expect(abs(report.median - (exp(-0.2) + 1) / 2) < 1e-12)
    #expect(report.minimum == exp(1.6 - 2) && report.maximum == exp(2.2 - 2))
    #expect(report.histogram.reduce(0, +) == 4)
    // Where nothing varies there is no correlation, rather than 0.
    let same = try #require(ComplexityReport([scores[0], scores[0]]))
    #expect(same.lengthCorrelation == nil)
  }

  @Test func bothVariantsOfTheRatioAreNotMixed() {
    let complexity = Complexity(lossConditional: 1, lossDirect: 2, answerTokens: 5)
    #expect(complexity.ifd == exp(-1))
  }
}
