import Curation
import Evaluation
import LanguageModel
import Pipeline
import Work

/// An answer with all that was found of it: what a transcript has.
struct JudgedAnswer {
  var answer: Answer?
  var rule: AnswerExtraction.Rule
  /// The program that was tested.
  var program: [UInt8]
  var step: LadderStep
  var verdict: RowVerdict
  /// Why it does not pass; untrusted.
  var why: String?

  /// As figures are made of it.
  var result: ProblemResults.Answer {
    ProblemResults.Answer(ended: answer?.endedByItself ?? false, step: step, verdict: verdict.rawValue)
  }
}

/// Finds the programs in answers, has them parsed, and runs those that are worth it.
struct AnswerJudge {
  let trials: ProblemTrials
  let answers: ProblemAnswers

  /// Of each problem its answers, judged; a problem without room for an answer has one that is none.
  ///
  /// - Throws: `SandboxError`; `Interrupted`.
  func judged(_ found: [[Answer]], to problems: [CodeProblem], label: String) throws -> [[JudgedAnswer]] {
    let flat = found.enumerated().flatMap { place, answers in
      (answers.isEmpty ? [nil] : answers.map(Optional.some)).map { (place: place, answer: $0) }
    }
    let extractions = flat.map { place, answer in
      AnswerExtraction(
        Array((answer?.text ?? "").utf8), to: problems[place], continues: answers.continues(problems[place]))
    }
    let chosen = try choose(extractions, flat.map { problems[$0.place] })
    var tested: [Int] = []
    for place in flat.indices where chosen[place].rule != .nothing && chosen[place].finding.parsesOrIsUnknown {
      tested.append(place)
    }
    let run = try trials.trials(
      tested.map { ProblemTrials.Request(code: chosen[$0].program.code, problem: problems[flat[$0].place]) },
      label: label)
    let trialOf = Dictionary(uniqueKeysWithValues: zip(tested, run))
    var result = [[JudgedAnswer]](repeating: [], count: problems.count)
    for (place, one) in flat.enumerated() {
      result[one.place].append(
        Self.judged(one.answer, chosen[place], trialOf[place], problems[one.place]))
    }
    return result
  }

  private struct Chosen {
    var rule: AnswerExtraction.Rule
    var program: AnswerProgram
    var finding: ParseFinding
  }

  /// Of each answer the candidate that counts: all first ones are parsed together, then what is left of those whose first does not.
  private func choose(_ extractions: [AnswerExtraction], _ problems: [CodeProblem]) throws -> [Chosen] {
    var chosen = [Chosen?](repeating: nil, count: extractions.count)
    for language in Set(problems.compactMap { $0.language?.name }).sorted() {
      let own = problems.indices.filter { problems[$0].language?.name == language }
      guard let language = CodeLanguages.named(language) else { continue }
      var next = [Int](repeating: 0, count: extractions.count)
      var open = own
      var width = 1
      while !open.isEmpty {
        let asked = open.flatMap { place in
          extractions[place].candidates[next[place]...].prefix(width).map { (place: place, candidate: $0) }
        }
        let found = try trials.checker.parse(
          asked.map { $0.candidate.program.closed }, as: language, work: trials.context.work)
        for ((place, candidate), finding) in zip(asked, found) where chosen[place] == nil {
          if !candidate.mustParse || finding.parsesOrIsUnknown {
            chosen[place] = Chosen(rule: candidate.rule, program: candidate.program, finding: finding)
          }
        }
        for place in open { next[place] += width }
        width = 8
        open = open.filter { chosen[$0] == nil }
      }
    }
    return zip(chosen, extractions).map { one, extraction in
      one
        ?? Chosen(
          rule: extraction.candidates[0].rule, program: extraction.candidates[0].program,
          finding: ParseFinding(.unknown))
    }
  }

  private static func judged(_ answer: Answer?, _ chosen: Chosen, _ trial: TestTrial?, _ problem: CodeProblem)
    -> JudgedAnswer
  {
    var judged = JudgedAnswer(
      answer: answer, rule: chosen.rule, program: chosen.program.code, step: .nothing, verdict: .noCode)
    if answer?.reason == .failed { judged.why = "the model's scores are not numbers" }
    if answer == nil { judged.why = "the problem leaves no room for an answer in the model's context" }
    let isCode =
      chosen.rule != .nothing
      && (chosen.rule != .asWritten || chosen.finding.parses || problem.looksLikeCode(chosen.program.code))
    guard isCode else { return judged }
    judged.step = .hasCode
    guard let trial else {
      (judged.verdict, judged.why) = (.doesNotParse, chosen.finding.problem)
      return judged
    }
    judged.step = problem.defines(in: chosen.program.code) ? .definesName : .parses
    switch trial.finding {
    case .passes: (judged.verdict, judged.step) = (.passes, .passes)
    case .timesOut: judged.verdict = .timesOut
    case .fails, .tooMuchOutput, .tooMuchMemory: judged.verdict = .fails
    case .unknown: judged.verdict = .notChecked
    }
    if trial.finding != .passes {
      judged.why = trial.finding.reason
      if trial.reachesAssertion, judged.step == .definesName { judged.step = .runs }
    }
    return judged
  }
}

extension ParseFinding {
  /// Whether there is no reason not to run it.
  fileprivate var parsesOrIsUnknown: Bool { parses || status == .unknown }
}
