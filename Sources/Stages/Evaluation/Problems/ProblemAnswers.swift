import Curation
import Digests
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows
import Tokenization
import Work

/// Has a model answer problems: each answer is remembered under its prompt, whatever else is judged beside it.
struct ProblemAnswers {
  let request: ProblemsRequest
  let options: GenerationOptions
  let template: Template
  let context: RunContext

  /// Whether a model is given the problem's code to go on with, rather than asked in the template.
  func continues(_ problem: CodeProblem) -> Bool {
    switch request.asking {
    case .continuation: true
    case .question: false
    // What stands under plain headings was not learned by a model that has no template; rows of one's own are asked as they were learned.
    case nil: template == .plain && !problem.asksAsItStands
    }
  }

  /// As a problem is put to a model, before any template.
  func question(_ problem: CodeProblem) -> String { continues(problem) ? problem.continuation : problem.question }

  /// Of each problem its answers, as many as there are samples; none where the prompt leaves no room for one.
  ///
  /// - Throws: `Interrupted`: whole answers are kept.
  func answers(_ problems: [CodeProblem], by loaded: LoadedModel, label: String) throws -> [[Answer]] {
    let prompts = try prompts(problems, loaded)
    var found = [[Answer]](repeating: [], count: problems.count)
    // Continuations end at the stop strings of their problem; those that have the same are answered side by side.
    let stops = problems.map { continues($0) ? $0.stops : [] }
    var groups: [[String]: [Int]] = [:]
    for place in problems.indices where prompts[place] != nil { groups[stops[place], default: []].append(place) }
    for (stop, places) in groups.sorted(by: { ($0.value.first ?? 0) < ($1.value.first ?? 0) }) {
      var options = options
      options.stop = stop
      let requests = places.flatMap { place in
        (0..<request.samples).map { sample in
          AnswerRequest(prompt: prompts[place] ?? [], stream: Self.stream(problems[place].name, sample))
        }
      }
      let watch = Stopwatch()
      var made = 0
      let answers = try Answers(loaded, template, options, context, label: label).answers(requests) { made += $0 }
        .answers
      try Rates.recordGenerating(loaded, tokens: made, seconds: watch.seconds, context)
      guard answers.count == requests.count else { throw InternalError("answers are missing") }
      for (number, place) in places.enumerated() {
        found[place] = Array(answers[number * request.samples..<(number + 1) * request.samples])
      }
    }
    return found
  }

  /// What is drawn for a problem does not depend on those beside it: a later call for more samples, or other problems, finds what is there.
  private static func stream(_ name: String, _ sample: Int) -> Int {
    (sample << 40) + (Int(ContentDigest.of(name).hex.prefix(10), radix: 16) ?? 0)
  }

  /// As tokens; nil where no answer has room.
  private func prompts(_ problems: [CodeProblem], _ loaded: LoadedModel) throws -> [[Int32]?] {
    let length = loaded.model.configuration.contextLength
    let questions = problems.map { continues($0) ? nil : $0.question }
    let rows = Rows(
      names: ["question"], columns: [.texts(questions.map { $0 ?? "" })],
      rowNumbers: Array(1...max(1, problems.count)).dropLast(problems.isEmpty ? 1 : 0),
      roles: Roles(question: "question"),
      source: RowSource(path: "(problems)", digest: .of([UInt8]())))
    let encoded = try EncodedRows(rows, loaded, template, context)
    return try problems.enumerated().map { place, problem in
      guard questions[place] == nil else { return try? encoded.answerPrompt(place, contextLength: length) }
      // Its own tokenizer says what stands before a text.
      let tokens = try loaded.tokenizer.encode(problem.continuation, addingSpecial: true, work: context.work)
      return tokens.isEmpty || tokens.count >= length ? nil : tokens
    }
  }
}
