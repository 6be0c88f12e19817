import Curation
import Testing

/// Which part of an answer is the program that is tested.
@Suite("Programs in answers") struct AnswerExtractionTests {
  private let head =
    "from typing import List\n\n\ndef helper(x):\n    return x\n\n\ndef total(xs: List[int]) -> int:\n    \"\"\"The sum.\"\"\"\n"
  private let body = "    return sum(xs)\n"

  private var code: CodeProblem {
    CodeProblem(
      name: "t/0", word: "python", form: .code, prompt: head, entryPoint: "total", tests: [],
      stops: ["\nclass", "\ndef", "\n#", "\nif", "\nprint"])
  }
  private var words: CodeProblem {
    CodeProblem(
      name: "t/1", word: "python", form: .words, prompt: "Add them.", shownTest: "assert total([1]) == 1",
      entryPoint: "total", tests: [], stops: ["\nassert"])
  }

  private func found(_ answer: String, _ problem: CodeProblem, continues: Bool = false) -> [(String, String)] {
    AnswerExtraction(Array(answer.utf8), to: problem, continues: continues).candidates.map {
      ($0.rule.rawValue, String(decoding: $0.program.code, as: UTF8.self))
    }
  }

  @Test func continuedCodeEndsAtTheFirstStop() {
    let answer = "\(body)\nprint(total([1]))\n\ndef main():\n    pass\n"
    let one = found(answer, code, continues: true)
    #expect(one.count == 1 && one[0] == ("prompt continued", head + body))
    #expect(found(" \n", code, continues: true)[0].0 == "nothing")
    // What continues a docstring is whole.
    let whole = found("def total(xs):\n\(body)\nassert total([]) == 0", words, continues: true)
    #expect(whole[0] == ("prompt continued", "def total(xs):\n\(body)"))
    #expect(words.continuation == "\"\"\"\nAdd them.\nassert total([1]) == 1\n\"\"\"\n")
  }

  @Test func theFirstBlockThatDefinesTheNameIsTheProgram() {
    let definition = "def total(xs):\n\(body)"
    let answer =
      "For example:\n```python\nprint(total([1, 2]))\n```\nThe function:\n```py\n\(definition)```\nOr:\n```\n\(definition)# other\n```\n"
    // What the prompt has above the function comes with it.
    let above = "from typing import List\n\n\ndef helper(x):\n    return x\n\n\n"
    #expect(found(answer, code).map(\.0) == ["block with the name"])
    #expect(found(answer, code)[0].1 == above + definition)
    #expect(found(answer, words)[0].1 == definition)
    // A fence that nobody closed.
    #expect(found("```python\n\(definition)", words)[0] == ("block with the name", definition))
    // Of another language.
    #expect(found("```sql\nselect total(1)\n```\n```\n\(definition)```", words)[0].1 == definition)
  }

  @Test func aBodyGoesBelowThePrompt() {
    #expect(found("```python\n\(body)```", code)[0] == ("prompt continued", head + body))
    #expect(found(body, code)[0] == ("prompt continued", head + body))
  }

  @Test func withoutANameTheFirstBlockCounts() {
    var problem = words
    problem.entryPoint = nil
    #expect(found("```\nclass A: pass\n```\n```\nclass B: pass\n```", problem)[0] == ("first block", "class A: pass\n"))
  }

  @Test func runsOfLinesAreTriedTheLongestFirst() {
    let answer = "Sure, here it is.\n\nimport math\n\ndef total(xs):\n\(body)\nThis adds all of them, one by one."
    let candidates = found(answer, words)
    #expect(candidates.first?.1 == "import math\n\ndef total(xs):\n\(body)\nThis adds all of them, one by one.\n")
    #expect(candidates.contains { $0 == ("lines that parse", "import math\n\ndef total(xs):\n\(body)\n") })
    #expect(candidates.dropLast().allSatisfy { $0.0 == "lines that parse" && $0.1.contains("def total") })
    #expect(candidates.last?.0 == "as written" && candidates.last?.1 == answer)
    let prose = found("I cannot do that.", words)
    #expect(prose.count == 1 && prose[0] == ("as written", "I cannot do that."))
    let long = (0..<400).map { "x\($0) = \($0)\n" }.joined()
    #expect(found(long, words).count == AnswerExtraction.windowBudget + 1)
  }

  @Test func bracketsThatTestsCloseStayOpen() {
    let prompt = "#include<assert.h>\n#include<vector>\n// total({1}) is 1\nlong total(std::vector<long> xs) {\n"
    let problem = CodeProblem(
      name: "c/0", word: "cpp", form: .code, prompt: prompt, entryPoint: "total",
      tests: Array("}\nint main() { assert(total({1}) == 1); }\n".utf8), stops: ["\n}"])
    let body = "  long all = 0;\n  for (auto x : xs) { all += x; }\n  return all;"
    #expect(found(body, problem, continues: true)[0].1 == prompt + body)
    let whole = found("```cpp\nlong total(std::vector<long> xs) {\n\(body)\n}\n```", problem)
    #expect(whole[0].0 == "block with the name")
    #expect(whole[0].1.hasPrefix("#include<assert.h>") && whole[0].1.hasSuffix("return all;\n"))
    // A method in a class, of which the tests close both.
    let java = CodeProblem(
      name: "j/0", word: "java", form: .code,
      prompt: "import java.util.*;\nclass Problem {\n    public static long total(ArrayList<Long> xs) {\n",
      entryPoint: "total",
      tests: Array("    }\n    public static void main(String[] args) { }\n}\n".utf8), stops: [])
    let method = "public static long total(ArrayList<Long> xs) {\n  return 1;\n}\n"
    for answer in [method, "import java.util.*;\nclass Problem {\n\(method)}\n"] {
      let program = found("```java\n\(answer)```", java)[0].1
      #expect(program.hasSuffix("return 1;\n"), "\(program)")
      #expect(program.matches(of: /class Problem/).count == 1, "\(program)")
    }
    // Without tests that close anything: up to the end of the function.
    var other = problem
    other.tests = Array("int main() { assert(total({1}) == 1); }\n".utf8)
    #expect(found("\(body)\n}\n\nint more() { return 2; }\n", other, continues: true)[0].1 == prompt + body + "\n}")
  }
}
