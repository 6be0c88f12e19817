import Curation
import Rows
import Work

/// Answers of rows, mended: what was done to which, and what parsers and tests say of it.
struct RowRepair {
  /// By the row's place: the new answer.
  private(set) var answers: [Int: [UInt8]] = [:]
  /// By the row's place: what was done, in order.
  private(set) var done: [Int: [String]] = [:]
  /// Of these rows, in their order.
  private(set) var verification: RowVerification

  /// - Throws: `SandboxError`; `Interrupted`.
  init(_ rows: Rows, _ before: RowVerification, _ tests: RowTests, checker: CodeChecker, work: Work) throws {
    var codes = before.codes
    var done: [Int: [String]] = [:]
    for language in CodeLanguages.all {
      try Self.mend(&codes, &done, before, language, tests, checker, work)
    }
    Self.addImports(&codes, &done, before)
    var answers: [Int: [UInt8]] = [:]
    for row in codes.indices {
      guard let answer = rows.answer(row) else { continue }
      var text = codes[row].pieces.indices.reversed().reduce(into: Array(answer)) { text, piece in
        if codes[row].pieces[piece].code != before.codes[row].pieces[piece].code {
          codes[row].pieces[piece].put(into: &text)
        }
      }
      if before.isOnlyWrapped(row) {
        text = before.codes[row].whole
        while text.last == 0x0A { text.removeLast() }
        done[row, default: []].append("without its fences")
      } else if [.cutShort, .doesNotParse].contains(before.verdicts[row]) {
        let last = codes[row].pieces.indices.last { codes[row].pieces[$0].endsAnswer && codes[row].pieces[$0].isFenced }
        if let last, !before.findings[row][last].parses,
          codes[row].pieces[last].code == before.codes[row].pieces[last].code, let place = codes[row].pieces[last].place
        {
          // Nothing of its last block is whole: it goes with its fence.
          let fence = text[..<place.lowerBound].dropLast().lastIndex(of: 0x0A) ?? 0
          guard let whole = text[..<fence].lastIndex(where: { $0 > 0x20 }) else { continue }
          text = Array(text[...whole])
          done[row, default: []].append("cut before its last block")
        } else if let fence = codes[row].openFence {
          text += (text.last == 0x0A ? [] : [0x0A]) + Array(fence.utf8)
          done[row, default: []].append("its fence closed")
        } else if codes[row].hasOpenSentence, let whole = Sentence.whole(text[...]) {
          text = Array(whole)
          done[row, default: []].append("cut at its last complete sentence")
        }
      }
      if done[row] != nil, text != Array(answer) { answers[row] = text } else { done[row] = nil }
    }
    // What helped its parts must help the whole.
    let places = answers.keys.sorted()
    let changed = rows.taking(places).replacingAnswers(
      Dictionary(uniqueKeysWithValues: places.enumerated().map { ($0.offset, answers[$0.element] ?? []) }))
    let after = try RowVerification(
      changed, tests: RowTests(changed, column: tests.column), checker: checker, work: work)
    let kept = places.indices.filter { place in
      let (old, new) = (before.verdicts[places[place]], after.verdicts[place])
      switch new {
      case .cutShort, .doesNotParse: return false
      // What is left of an answer with code must have some.
      case .noCode: return before.codes[places[place]].pieces.isEmpty
      case .passes, .runs, .fails, .timesOut, .parses, .notChecked: return old != .passes || new == .passes
      }
    }
    for place in kept {
      self.answers[places[place]] = answers[places[place]]
      self.done[places[place]] = done[places[place]]
    }
    verification = after.taking(kept)
  }

  private static func mend(
    _ codes: inout [RowCode], _ done: inout [Int: [String]], _ before: RowVerification, _ language: any CodeLanguage,
    _ tests: RowTests, _ checker: CodeChecker, _ work: Work
  ) throws {
    var places: [(row: Int, piece: Int)] = []
    var broken: [CodeMender.Broken] = []
    for row in codes.indices where codes[row].language?.name == language.name && !before.isOnlyWrapped(row) {
      for (number, finding) in before.findings[row].enumerated() {
        let piece = codes[row].pieces[number]
        let isLoose = finding.looseEnd != nil && before.verdicts[row] == .cutShort && piece.endsAnswer
        guard finding.status == .fails || finding.status == .endsEarly || isLoose else { continue }
        places.append((row, number))
        broken.append(CodeMender.Broken(code: piece.code, finding: finding, mayBeCut: piece.endsAnswer))
      }
    }
    guard !broken.isEmpty else { return }
    let mended = try CodeMender(checker, language).mend(
      broken,
      passes: { [codes] place, code in
        let (row, piece) = places[place]
        guard let text = tests[row] else { return nil }
        var whole = codes[row].pieces.map(\.code)
        whole[piece] = code
        return try checker.test(
          TestedCode(code: Array(whole.joined(separator: [0x0A])), tests: text, entryPoint: tests.entryPoint(row)),
          as: language, work: work) == .passes
      }, work: work)
    for ((row, piece), result) in zip(places, mended) where !result.done.isEmpty {
      codes[row].pieces[piece].code = result.code
      done[row, default: []] += result.done
    }
  }

  /// Into the first piece that lacks them, where no other piece of the row has them.
  private static func addImports(_ codes: inout [RowCode], _ done: inout [Int: [String]], _ before: RowVerification) {
    for row in codes.indices {
      for (number, finding) in before.findings[row].enumerated() where finding.parses {
        let others = codes[row].pieces.map { String(decoding: $0.code, as: UTF8.self) }
        let names = finding.missing.filter { name in
          !others.contains { $0.contains("import") && Self.imports($0, name) }
        }
        let piece = codes[row].pieces[number]
        guard let code = MissingImports.adding(names, to: piece.code), piece.place != nil else { continue }
        codes[row].pieces[number].code = code.code
        done[row, default: []] += code.lines.map { "`\($0)`" }
      }
    }
  }

  private static func imports(_ code: String, _ name: String) -> Bool {
    code.split(separator: "\n").contains { line in
      line.contains("import") && line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == name }
    }
  }
}

extension RowCode.Piece {
  /// Puts its code in its place, with the indentation of its fence.
  func put(into text: inout [UInt8]) {
    guard let place else { return }
    var lines = code.split(separator: 0x0A, omittingEmptySubsequences: false)
    // What ends in a line feed has no line behind it.
    if lines.last?.isEmpty == true { lines.removeLast() }
    let blanks = [UInt8](repeating: 0x20, count: indentation)
    let isLastLine = text[place].last == 0x0A
    var new = Array(lines.map { $0.isEmpty ? [] : blanks + $0 }.joined(separator: [0x0A]))
    if isLastLine || isFenced { new.append(0x0A) }
    text.replaceSubrange(place, with: new)
  }
}
