import Foundation
import Rows

/// EvalPlus (arXiv 2305.01210): HumanEval+ and MBPP+ with inputs in place of tests; what is right is what the row's own solution gives.
struct EvalPlusLayout: ProblemLayout {
  let name = "EvalPlus"

  func takes(_ rows: Rows) -> Bool { rows.hasColumns("prompt", "entry_point", "canonical_solution", "base_input") }

  func problem(_ rows: Rows, _ row: Int, name: String) -> CodeProblem? {
    guard let prompt = rows.filledText(row, "prompt"), let entry = rows.filledText(row, "entry_point"),
      let solution = rows.filledText(row, "canonical_solution")
    else { return nil }
    let reference = Array((prompt + solution).utf8)
    let inputs = ["base_input", "plus_input"].compactMap { column -> [UInt8]? in
      if case .json(let bytes) = rows.cell(row, column) { Array(bytes) } else { nil }
    }
    guard !inputs.isEmpty else { return nil }
    let tests = EvalPlusTests.text(
      task: name, entryPoint: entry, reference: reference, inputs: inputs,
      tolerance: rows.cell(row, "atol").double ?? 0)
    // MBPP+ asks in a docstring alone, which has the first of the tests.
    let isDocstring = !DefinedName(entry, "python").isDefined(in: Array(prompt.utf8)[...])
    let words = isDocstring ? prompt.trimmingCharacters(in: CharacterSet(charactersIn: "\"\n ")) : prompt
    return CodeProblem(
      name: name, topic: rows.topic(row), word: "python", form: isDocstring ? .words : .code, prompt: words,
      entryPoint: entry, tests: Array(tests.utf8), reference: reference,
      buggy: rows.filledText(row, "buggy_solution").map { Array((prompt + $0).utf8) },
      stops: isDocstring ? MBPPLayout.stops : ContinuationEnds.of("python"))
  }
}
