import Foundation
import LanguageModel
import Testing

@Suite struct SearchTests {
  /// 0 begins, 4 ends. After 0 the likely 1 leads to nothing likely; the less likely 2 leads to a sure 3.
  static let garden: [[Double]] = [
    [0.01, 0.55, 0.40, 0.02, 0.02],
    [0.26, 0.25, 0.24, 0.10, 0.15],
    [0.01, 0.01, 0.01, 0.96, 0.01],
    [0.01, 0.01, 0.02, 0.06, 0.90],
    [0.20, 0.20, 0.20, 0.20, 0.20],
  ]

  static func beams(_ beams: Int, penalty: Double = 1, room: Int = 6, table: [[Double]] = garden) -> Generated {
    let options = GenerationOptions(beams: beams, lengthPenalty: penalty)
    let search = BeamSearch(Ending(endTokens: [4], room: room), options)
    return Generator(model: TableModel(table), shouldStop: { false }).run([[0]], [search])[0]
  }

  static func single(_ room: Int, onToken: @escaping (Int32) -> Void = { _ in }) -> SingleSearch {
    SingleSearch(Ending(endTokens: [4], room: room), Sampler(GenerationOptions(), stream: 0), onToken: onToken)
  }

  @Test func beamsFindWhatGreedyWalksPast() {
    let greedy = Generator(model: TableModel(Self.garden), shouldStop: { false }).run([[0]], [Self.single(4)])[0]
    #expect(greedy == Generated(tokens: [1, 0, 1, 0], reason: .length))
    #expect(Self.beams(2) == Generated(tokens: [2, 3], reason: .end))
    #expect(Self.beams(4) == Generated(tokens: [2, 3], reason: .end))
  }

  /// All answers of at most `room` tokens, scored; a search as wide as they are many must find the best.
  @Test(arguments: [-1.0, 0, 0.6, 1, 2])
  func aWideSearchFindsTheBestOfAll(_ penalty: Double) {
    let room = 3
    var best: (tokens: [Int32], score: Double, ends: Bool)?
    func visit(_ tokens: [Int32], _ score: Double) {
      for token in 0..<5 {
        let next = tokens + [Int32(token)]
        let total = score + log(Self.garden[Int(tokens.last ?? 0)][token])
        if token == 4 || next.count == room {
          let scored = total / pow(Double(next.count), penalty)
          if best.map({ scored > $0.score }) ?? true { best = (next, scored, token == 4) }
        } else {
          visit(next, total)
        }
      }
    }
    visit([], 0)
    let found = Self.beams(64, penalty: penalty, room: room)
    let wanted = best.map { $0.ends ? Array($0.tokens.dropLast()) : $0.tokens }
    #expect(found.tokens == wanted)
    #expect(found.reason == (best?.ends == true ? .end : .length))
  }

  @Test func theLengthPenaltyChoosesBetweenShortAndLong() {
    // To end at once: 0.3. Or three sure steps behind one of 0.25.
    let table: [[Double]] = [
      [0.15, 0.25, 0.15, 0.15, 0.30], [0.01, 0.01, 0.96, 0.01, 0.01], [0.01, 0.01, 0.01, 0.96, 0.01],
      [0.01, 0.01, 0.01, 0.01, 0.96], [0.2, 0.2, 0.2, 0.2, 0.2],
    ]
    #expect(Self.beams(3, penalty: 0, table: table).tokens == [])
    #expect(Self.beams(3, penalty: 2, table: table).tokens == [1, 2, 3])
  }

  @Test func theFinishedLeaveTheBatchAndAnswersAreThoseOfEachAlone() {
    var heard: [[Int32]] = [[], [], []]
    let model = TableModel(Self.garden)
    let prompts: [[Int32]] = [[3], [0, 2], [1]]
    let searches = (0..<3).map { i in Self.single(5) { heard[i].append($0) } }
    var order: [Int] = []
    let results = Generator(model: model, shouldStop: { false }, onEnd: { i, _ in order.append(i) }).run(
      prompts, searches)
    #expect(results.map(\.tokens) == [[], [3], [0, 1, 0, 1, 0]])
    #expect(results.map(\.reason) == [.end, .end, .length])
    #expect(results.map(\.endedByItself) == [true, true, false])
    #expect(model.steps == [2, 1, 1, 1] && order == [0, 1, 2])
    #expect(heard == [[], [3], [0, 1, 0, 1, 0]])
    for (prompt, result) in zip(prompts, results) {
      let alone = Generator(model: TableModel(Self.garden), shouldStop: { false }).run([prompt], [Self.single(5)])
      #expect(alone == [result])
    }
  }

  @Test(arguments: [1, 2, 3, 5, 9])
  func whatWaitsTakesThePlaceOfWhatIsDone(width: Int) {
    let model = TableModel(Self.garden)
    let prompts: [[Int32]] = [[1], [3], [0, 2], [1], [0], [2], [3]]
    var ended: [Int] = []
    let results = Generator(model: model, shouldStop: { false }, onEnd: { i, _ in ended.append(i) }).run(
      prompts, prompts.indices.map { Self.single(4 + $0) }, width: width)
    #expect(ended.sorted() == Array(prompts.indices))
    #expect(model.steps.max() ?? 0 <= width)
    for (i, result) in results.enumerated() {
      let alone = Generator(model: TableModel(Self.garden), shouldStop: { false }).run(
        [prompts[i]], [Self.single(4 + i)])
      #expect(alone == [result])
    }
    var asked = 0
    let stopped = Generator(
      model: TableModel(Self.garden),
      shouldStop: {
        asked += 1
        return asked > 4
      }
    ).run(prompts, prompts.indices.map { Self.single(4 + $0) }, width: width)
    #expect(stopped.contains { $0.reason == .cancelled })
    for (a, b) in zip(stopped, results) where a.reason != .cancelled { #expect(a == b) }
  }

  @Test func askedToStopItKeepsWhatItHas() {
    var asked = 0
    let generator = Generator(
      model: TableModel(Self.garden),
      shouldStop: {
        asked += 1
        return asked > 3
      })
    let results = generator.run([[1], [3]], [Self.single(50), Self.single(50)])
    #expect(results[0] == Generated(tokens: [0, 1, 0], reason: .cancelled))
    #expect(results[1] == Generated(tokens: [], reason: .end))
    let none = Generator(model: TableModel(Self.garden), shouldStop: { true }).run([[1]], [Self.single(5)])
    #expect(none == [Generated(tokens: [], reason: .cancelled)])
    let beams = BeamSearch(Ending(endTokens: [4], room: 9), GenerationOptions(beams: 3))
    #expect(
      Generator(model: TableModel(Self.garden), shouldStop: { true }).run([[1]], [beams])[0].reason == .cancelled)
  }

  @Test func scoresThatAreNoNumbersEndAnAnswerAsFailed() {
    var table = Self.garden
    table[1] = [.nan, 0.2, 0.2, 0.2, 0.2]
    let generator = Generator(model: TableModel(table), shouldStop: { false })
    #expect(generator.run([[0]], [Self.single(9)]) == [Generated(tokens: [1], reason: .failed)])
    let beams = BeamSearch(Ending(endTokens: [4], room: 9), GenerationOptions(beams: 3))
    #expect(generator.run([[0], [1]], [beams, beams]).map(\.reason) == [.failed, .failed])
  }

  @Test func stopStringsAreFoundAcrossTokens() {
    let texts = [0: "ab", 1: "\n", 2: "x", 3: "\n#"]
    func decode(_ tokens: [Int32]) -> [UInt8] { tokens.flatMap { Array((texts[Int($0)] ?? "").utf8) } }
    let ending = Ending(endTokens: [4], room: 9, stop: StopStrings(["\nab\n", "zz"]), decode: decode)
    let search = SingleSearch(ending, Sampler(GenerationOptions(), stream: 0), onToken: { _ in })
    let found = Generator(model: TableModel(Self.garden), shouldStop: { false }).run([[0]], [search])[0]
    #expect(found == Generated(tokens: [1, 0, 1], reason: .stop, stopsAt: 0))
    let beams = BeamSearch(ending, GenerationOptions(beams: 2))
    #expect(Generator(model: TableModel(Self.garden), shouldStop: { false }).run([[0]], [beams])[0].tokens == [2, 3])
    let within = BeamSearch(
      Ending(endTokens: [4], room: 9, stop: StopStrings(["#"]), decode: decode), GenerationOptions(beams: 2))
    #expect(
      Generator(model: TableModel(Self.garden), shouldStop: { false }).run([[0]], [within])
        == [Generated(tokens: [2, 3], reason: .stop, stopsAt: 2)])
  }

  @Test func whatMayBeginAStopStringIsHeldBack() {
    let stop = StopStrings(["</s>", "\n\n", "né"])
    #expect(stop.firstMatch(in: Array("one</s>\n\n".utf8)) == 3)
    #expect(stop.firstMatch(in: Array("a\nb</s".utf8)) == nil)
    for (text, held) in [("", 0), ("a<", 1), ("a</", 2), ("a</s", 3), ("a\n", 1), ("</ s", 0), ("n", 1)] {
      #expect(stop.possibleBeginning(of: Array(text.utf8)) == held, "\(text)")
    }
    // The first byte of é.
    #expect(stop.possibleBeginning(of: Array("n".utf8) + [0xC3]) == 2)
    #expect(StopStrings([]).possibleBeginning(of: Array("a".utf8)) == 0)
  }

  @Test func theTopIsThatOfASort() {
    let scores = (0..<500).map { Float(($0 * 7919) % 101) }
    var top = TopSelection(40)
    for (i, score) in scores.enumerated() { top.offer(score, i) }
    let sorted = scores.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.prefix(40)
    #expect(top.items.map(\.index) == sorted.map(\.offset))
    #expect(top.floor == sorted.last?.element)
  }
}
