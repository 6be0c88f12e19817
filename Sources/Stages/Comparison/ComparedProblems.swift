import Documents
import Packing
import Pipeline
import Rows

/// The problems of a comparison: beside loss, what the models of its arms write is run.
struct ComparedProblems {
  private let exam: ProblemsExam
  private let template: Template
  private let context: RunContext

  /// nil where the call names no problems.
  ///
  /// - Parameters:
  ///   - heldOut: the sealed rows, which a call may take for problems.
  ///   - template: in which every model is asked.
  /// - Throws: as `ProblemsExam`: before any model is made.
  init?(_ call: BoundCall, heldOut: Rows?, _ template: Template, _ context: RunContext) throws {
    guard let exam = try ProblemsExam(call, heldOut: heldOut, context) else { return nil }
    (self.exam, self.template, self.context) = (exam, template, context)
  }

  /// Has every model of the arms, and their base, answer every problem. Answers are remembered by model and problem: what was asked before
  /// an interruption is not asked again.
  ///
  /// - Parameter random: the arm of random draws, which the others are measured by; nil: none is.
  /// - Throws: `SandboxError`; `Interrupted`.
  func answered(by arms: [(name: String, trials: [Trial])], random: Int?) throws -> ArmsOnProblems {
    let directory = try context.models.directory(context.settings)
    let base = try exam.judged(
      "base", JudgedModel(directory: directory, digest: context.models.contentDigest(directory: directory)),
      in: template)
    let judged = try arms.map { name, trials in
      let answers = try trials.enumerated().map { run, trial in
        let label = name + (trials.count > 1 ? " \(run + 1)" : "")
        let model = JudgedModel(directory: trial.directory, digest: trial.model)
        return AnsweredProblems(
          try exam.judged(label, model, in: template).results, told: Set(try exam.told(by: trial.learnedFrom).names))
      }
      return ArmOnProblems(name, answers)
    }
    return ArmsOnProblems(
      judged, base: base.results, random: random, conditions: exam.lines([template]), seed: context.seed)
  }

  // MARK: Before anything is run

  /// The settings of a stage that compares: what runs programs only where problems are asked.
  static func settings(_ signature: Signature, _ call: BoundCall) -> [String] {
    signature.settings + (ProblemsRequest.isAsked(of: call) ? [SandboxedCode.setting] : [])
  }

  /// What a program with its tests takes, of which several run at once: Python starts.
  private static let secondsOfProgram = 0.1

  /// Seconds of having one model answer all problems, each as long as it may be; 0 where none are asked, nil where it is not known how
  /// many there are.
  static func seconds(_ call: BoundCall, input: Estimate, _ context: RunContext) -> Double? {
    guard let request = try? ProblemsRequest(call) else { return 0 }
    var count = ProblemsRequest.asksHeldOut(call) ? input.judges?.sealed : 0
    for pipeline in (try? ProblemsRequest.pipelines(call)) ?? [] {
      let estimates = try? StageEstimates.each(pipeline.calls, on: Estimate(), context)
      count = count.flatMap { sum in (estimates?.last?.rows).map { sum + $0 } }
    }
    guard let count, let loaded = try? context.models.load(context.settings) else { return nil }
    let answers = count * Double(request.samples)
    return answers * (Double(request.maxTokens) / Rates.generating(loaded, context) + secondsOfProgram)
  }
}
