package import Work

/// A piece of code that is mended, or not.
package struct MendedCode: Sendable {
  package var code: [UInt8]
  /// What was done, in order; empty: nothing helped, and the code is as it was.
  package var done: [String] = []
  package var finding: ParseFinding
}

/// Mends code by undoing what usually breaks it: what helps is for the parser to say, and for the tests where there are some.
package struct CodeMender: Sendable {
  private let checker: CodeChecker
  private let language: any CodeLanguage

  /// So many slips in one piece, at most.
  private static let mostRounds = 6
  private static let mostCandidates = 90
  /// So many pieces' candidates are held at once.
  private static let atOnce = 128
  /// So many programs that parse are tested, at most.
  private static let mostTested = 6

  package init(_ checker: CodeChecker, _ language: any CodeLanguage) {
    (self.checker, self.language) = (checker, language)
  }

  /// A piece that does not parse.
  package struct Broken: Sendable {
    package var code: [UInt8]
    package var finding: ParseFinding
    package var mayBeCut: Bool

    package init(code: [UInt8], finding: ParseFinding, mayBeCut: Bool) {
      (self.code, self.finding, self.mayBeCut) = (code, finding, mayBeCut)
    }
  }

  /// Each piece mended, or as it was. Some hundred programs a piece are parsed, all pieces' together.
  ///
  /// - Parameter passes: whether a program passes the tests of the piece with this number; nil: it has none.
  /// - Throws: `SandboxError`; `Interrupted`.
  package func mend(
    _ pieces: [Broken], passes: (_ piece: Int, _ code: [UInt8]) throws -> Bool?, work: Work
  ) throws -> [MendedCode] {
    var states = pieces.map { MendedCode(code: $0.code, finding: $0.finding) }
    // Some at a time: each has its candidates.
    for start in stride(from: 0, to: pieces.count, by: Self.atOnce) {
      work.progress(WorkProgress(label: "repair", done: Double(start), total: Double(pieces.count), unit: "pieces"))
      let some = start..<min(start + Self.atOnce, pieces.count)
      try mend(some, of: pieces, &states, passes, work)
    }
    // Half a repair is none.
    return zip(states, pieces).map { state, piece in
      state.finding.parses ? state : MendedCode(code: piece.code, finding: piece.finding)
    }
  }

  private func mend(
    _ some: Range<Int>, of pieces: [Broken], _ states: inout [MendedCode], _ passes: (Int, [UInt8]) throws -> Bool?,
    _ work: Work
  ) throws {
    var open = some.filter { String(validating: pieces[$0].code, as: UTF8.self) != nil }
    for _ in 0..<Self.mostRounds where !open.isEmpty {
      try work.checkCancellation(done: some.lowerBound, total: pieces.count, of: "pieces of code mended")
      let tries = open.map { candidates(states[$0], pieces[$0]) }
      let findings = try checker.parse(tries.flatMap { $0.map(\.code) }, as: language, work: work)
      var at = 0
      var next: [Int] = []
      for (piece, tried) in zip(open, tries) {
        let found = Array(zip(tried, findings[at..<at + tried.count]))
        at += tried.count
        guard let best = try choice(found, of: piece, state: states[piece], mayBeCut: pieces[piece].mayBeCut, passes)
        else { continue }
        states[piece] = MendedCode(code: best.0.code, done: states[piece].done + [best.0.name], finding: best.1)
        if !best.1.parses || pieces[piece].mayBeCut && best.1.looseEnd != nil { next.append(piece) }
      }
      open = next
    }
  }

  private typealias Candidate = (name: String, code: [UInt8])

  private func candidates(_ state: MendedCode, _ piece: Broken) -> [Candidate] {
    let text = String(decoding: state.code, as: UTF8.self)
    let broken = BrokenCode(
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.last == "\r" ? String($0.dropLast()) : String($0)
      }, language: language, finding: state.finding, mayBeCut: piece.mayBeCut)
    var seen: Set<[String]> = [broken.lines]
    var result: [Candidate] = []
    // Of what parses and ends loosely only the end is at fault.
    for repair in state.finding.parses ? [TailRepair()] : CodeRepairs.all {
      for lines in repair.candidates(broken) where seen.insert(lines).inserted {
        result.append((repair.name, Array(lines.joined(separator: "\n").utf8)))
      }
    }
    return Array(result.prefix(Self.mostCandidates))
  }

  /// The first that passes its tests, or that parses; else the one that the parser reads furthest, if that is further than now.
  private func choice(
    _ found: [(Candidate, ParseFinding)], of piece: Int, state: MendedCode, mayBeCut: Bool,
    _ passes: (Int, [UInt8]) throws -> Bool?
  ) throws -> (Candidate, ParseFinding)? {
    let whole = found.filter { $0.1.parses }
    // What ends too early may go on in many ways: nothing is made up, unless the tests say what is right.
    let isCut = mayBeCut && state.finding.status == .endsEarly
    for candidate in whole.prefix(Self.mostTested) where whole.count > 1 {
      guard let isRight = try passes(piece, candidate.0.code) else { break }
      if isRight { return candidate }
    }
    if let first = whole.first(where: { !isCut || $0.0.name == TailRepair().name }) {
      // Of one repair's ways, the one that reads the fewest names which nobody made.
      return whole.filter { $0.0.name == first.0.name }.enumerated().min {
        ($0.element.1.missing.count, $0.offset) < ($1.element.1.missing.count, $1.offset)
      }?.element
    }
    if isCut { return nil }
    func place(_ finding: ParseFinding) -> (Int, Int) { (finding.line ?? 0, finding.column ?? 0) }
    let better = found.filter { candidate, finding in
      guard finding.status != .unknown else { return false }
      // A character that begins nothing is found before all other errors, wherever they stand.
      let isOther = candidate.name == CharacterRepair().name && finding.message != state.finding.message
      return isOther || place(finding) > place(state.finding)
    }
    return better.filter { $0.0.name == better.first?.0.name }.max { place($0.1) < place($1.1) }
  }
}
