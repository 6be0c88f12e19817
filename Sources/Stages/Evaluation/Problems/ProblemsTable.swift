import Curation
import Documents
import Evaluation

/// The transcripts: a line for each answer of the tuned model, the base's beside it.
struct ProblemsTable {
  let tuned: JudgedProblems
  let base: JudgedProblems?
  /// nil: the rows that made the model are not known.
  let told: ToldProblems?
  /// As a problem was put to the models.
  let question: (CodeProblem) -> String

  private var hasSamples: Bool { tuned.results.answers > tuned.problems.count }

  /// What is shown of each line; the texts are in the data.
  var columns: [(String, isNumeric: Bool)] {
    var names: [(String, isNumeric: Bool)] = [("problem", false)]
    if hasSamples { names.append(("sample", true)) }
    names += ["verdict", "step", "extraction", "why"].map { ($0, false) }
    if told != nil { names.append(("told_by", true)) }
    return base == nil ? names : names + [("base_verdict", false), ("base_step", false)]
  }

  var data: [JSONObject] {
    tuned.problems.indices.flatMap { place in
      tuned.answers[place].indices.map { sample in
        let problem = tuned.problems[place]
        var line = JSONObject([("problem", .string(problem.name))])
        if let topic = problem.topic { line["topic"] = .string(topic) }
        if hasSamples { line["sample"] = .integer(sample + 1) }
        add(tuned.answers[place][sample], "", to: &line)
        if let told { line["told_by"] = told.row(problem.name).map { .integer($0) } ?? .null }
        line["question"] = .string(question(problem))
        if let base, base.answers[place].indices.contains(sample) {
          add(base.answers[place][sample], "base_", to: &line)
        }
        return line
      }
    }
  }

  /// As they are shown.
  func cells(_ data: [JSONObject]) -> [[String]] {
    data.map { line in
      columns.map { column, _ in
        guard let value = line[column], value != .null else { return "" }
        return value.string ?? value.serialized()
      }
    }
  }

  private func add(_ judged: JudgedAnswer, _ prefix: String, to line: inout JSONObject) {
    line[prefix + "verdict"] = .string(judged.verdict.rawValue)
    line[prefix + "step"] = .string(judged.step.words)
    line[prefix + "extraction"] = .string(judged.rule.rawValue)
    line[prefix + "ended"] = .bool(judged.answer?.endedByItself ?? false)
    line[prefix + "why"] = .string(judged.why ?? "")
    line[prefix + "answer"] = .string(judged.answer?.text ?? "")
    line[prefix + "program"] = .string(String(decoding: judged.program, as: UTF8.self))
  }
}
