import Curation
import Evaluation

/// A model's answers to problems, judged: transcripts, and the results that two models are compared by.
struct JudgedProblems {
  /// As the report calls it: `tuned`.
  let name: String
  let problems: [CodeProblem]
  /// Of each problem, in the order of the draws.
  let answers: [[JudgedAnswer]]
  let results: ProblemResults

  init(_ name: String, _ problems: [CodeProblem], _ answers: [[JudgedAnswer]]) {
    self.name = name
    self.problems = problems
    self.answers = answers
    results = ProblemResults(
      zip(problems, answers).map { problem, answers in
        ProblemResults.Problem(name: problem.name, topic: problem.topic, answers: answers.map(\.result))
      })
  }

  /// How many answers were found by each rule, those that found none left out.
  var rules: [(AnswerExtraction.Rule, Int)] {
    AnswerExtraction.Rule.allCases.compactMap { rule in
      let count = answers.reduce(0) { $0 + $1.count { $0.rule == rule } }
      return count > 0 ? (rule, count) : nil
    }
  }

  /// Answers that need what is not installed here: they count as not passed.
  var notChecked: Int { answers.reduce(0) { $0 + $1.count { $0.verdict == .notChecked } } }
  /// Problems that leave no room for an answer.
  var withoutRoom: Int { answers.count { $0.contains { $0.answer == nil } } }
}
