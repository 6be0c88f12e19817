import Curation
import Numerics
import Testing
import Work

/// Rows that tell a problem are found by its words and by its solution, and others are not.
@Suite("Contamination") struct ContaminationTests {
  private static let statement = """
    from typing import List


    def has_close_elements(numbers: List[float], threshold: float) -> bool:
        \"\"\" Check if in given list of numbers, are any two numbers closer to each other than
        given threshold.
        >>> has_close_elements([1.0, 2.0, 3.0], 0.5)
        False
        \"\"\"

    """
  private static let solution = """
        for idx, elem in enumerate(numbers):
            for idx2, elem2 in enumerate(numbers):
                if idx != idx2:
                    distance = abs(elem - elem2)
                    if distance < threshold:
                        return True

        return False

    """

  private func problem(_ name: String, _ statement: String, _ solution: String = "") -> Problem {
    Problem(name: name, statements: [Array(statement.utf8)], solutions: [Array(solution.utf8)])
  }

  private func hit(_ problems: [Problem], _ texts: String..., words: Int = 13) -> Contamination.Hit? {
    Contamination(problems, runLength: words).hit(texts.map { Array($0.utf8)[...] })
  }

  /// The problem, the runs of its words, and whether its solution is there.
  private func told(_ hit: Contamination.Hit?) -> [Int]? { hit.map { [$0.problem, $0.runs, $0.hasSolution ? 1 : 0] } }

  @Test func aStatementIsFoundInOtherClothes() {
    let problems = [
      problem("other", "Return the sum of all even numbers of a list, or nothing at all if there is none of them."),
      problem("close", Self.statement, Self.solution),
    ]
    let text =
      "Please **check** if, in given list of `numbers`,\r\n// are any two numbers CLOSER to each other than a limit."
    #expect(told(hit(problems, text, "No.")) == [1, 4, 0])
    #expect(hit(problems, "Are any two numbers closer to each other than a limit?", "Check if in given list.") == nil)
    // One word within the run: thirteen in a row are no more there.
    #expect(hit(problems, text.replacing("numbers CLOSER", with: "numbers much closer")) == nil)
    // Across the parts of a row, as it is read.
    #expect(hit(problems, "Check if in given list of numbers, are any", "two numbers closer to each other than") != nil)
  }

  @Test func anAlphabetOrATableOfNumbersTellsNothing() {
    let letters = (0..<26).map { "'\(Character(UnicodeScalar(97 + UInt8($0))))'" }.joined(separator: ", ")
    let numbers = (1...20).map(String.init).joined(separator: ", ")
    for list in [letters, numbers] {
      let problems = [problem("list", "Given a list, return how often each occurs: [\(list)] and then the rest of it.")]
      #expect(hit(problems, "String[] all = {\(list)};", "System.out.println(all);") == nil)
      #expect(hit(problems, "return how often each occurs: [\(list)] and then the rest of it", words: 8) != nil)
    }
  }

  @Test func aShortStatementIsFoundAsAWhole() {
    let problems = [
      problem("short", "Write a python function to identify non-prime numbers."), problem("tiny", "Sort a list."),
    ]
    #expect(hit(problems, "Task: write a Python function to identify non prime numbers. Go!")?.problem == 0)
    #expect(hit(problems, "Write a python function to identify prime numbers.") == nil)
    #expect(hit(problems, "Sort a list.") == nil)
  }

  @Test func numbersAndMannersOfSpeakingAreNoProblem() {
    let counting = (1...40).map(String.init).joined(separator: " ")
    #expect(hit([problem("n", counting)], counting) == nil)
    let manner = "You are given a task of which you shall write the solution in Python and nothing else"
    let problems = (0..<4).map {
      problem("\($0)", "\(manner). Task \($0): name \($0 * 7) things that begin with a letter.")
    }
    #expect(hit(problems, manner) == nil)
    #expect(hit(Array(problems.prefix(2)), manner) != nil)
  }

  @Test func aSolutionIsFoundUnderOtherNames() {
    let problems = [problem("close", Self.statement, Self.solution)]
    let renamed = """
      Here you are:
      ```python
      def near(xs, limit):
        '''Whether two are near.'''
        # Compare all pairs.
        for i, a in enumerate(xs):
          for j, b in enumerate(xs):
            if i != j:
              gap = abs(a - b);
              if gap < limit:
                return True
        return False

      print(near([1, 2], 3))
      ```
      """
    #expect(told(hit(problems, "Which of these are near?", renamed)) == [0, 0, 1])
    // Another function in the same place is another solution.
    #expect(hit(problems, renamed.replacing("abs(", with: "max(")) == nil)
    #expect(hit(problems, renamed.replacing("!=", with: "==")) == nil)
    #expect(hit(problems, renamed.replacing("return False", with: "return a")) == nil)
  }

  private func forms(_ code: String) -> [UInt64] { CodeForm.all(Array(code.utf8)) }

  @Test func formsOfLanguagesWithBraces() {
    let one = """
      function total(items) { // all of them
        let sum = 0;
        for (let i = 0; i < items.length; i++) { sum += items[i].price * items[i].count; }
        return sum;
      }
      """
    let other = """
      async function f(list)
      {
        /* the sum */
        let s = 0
        for (let k = 0; k < list.length; k++) {
            s += list[k].price * list[k].count
        }
        return s
      }
      """
    #expect(forms(one).count == 1 && forms(one) == forms(other))
    #expect(forms(one) != forms(other.replacing("price", with: "weight")))
    #expect(forms("static int f(int a, int b) {\n  int c = a + b;\n  return g(c, a, b) * h(a, b, c);\n}").count == 1)
    // Too short to be anybody's.
    #expect(forms("def add(a, b):\n    return a + b") == [])
    #expect(forms("") == [])
  }

  @Test func codeInFences() {
    func blocks(_ text: String) -> [[String]] {
      FencedCode.blocks(of: Array(text.utf8)[...]).map { [$0.language, String(decoding: $0.code, as: UTF8.self)] }
    }
    #expect(blocks("a\n```Python title=x\nx = 1\n```\nb\n~~~\n```\n~~~\n") == [["python", "x = 1\n"], ["", "```\n"]])
    #expect(blocks("- so:\n  ```js\n  f()\n    g()\n  ```") == [["js", "f()\n  g()\n"]])
    #expect(blocks("````\n```\n````") == [["", "```\n"]])
    #expect(blocks("```c\r\nint x;\r\n```\r\n") == [["c", "int x;\r\n"]])
    #expect(blocks("```c++\nopen") == [["c++", "open"]])
    #expect(blocks("in ```a line``` it is none") == [] && blocks("``` a ` b\n```") == [["", ""]])
  }

  /// Whatever bytes: no trap, and the same for the same.
  @Test(arguments: 0..<4) func hostileBytes(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "def f(", "):", "\n    ", "{", "}", "(", ")", "\"\"\"", "'", "`", "```\n", "\\", "//", "/*", "#", ";", "x", "=",
      "\t", "é",
      "\u{0}", "class", "async def", "=>", "[", "]", "0x1F", "\r\n",
    ]
    let texts = (0..<400).map { _ in
      Array((0..<generator.index(below: 60)).map { _ in pieces[generator.index(below: pieces.count)] }.joined().utf8)
    }
    let problems = texts.prefix(50).map { Problem(name: "p", statements: [$0], solutions: [$0]) }
    let contamination = Contamination(Array(problems), runLength: 5)
    let hits = try contamination.hits(count: texts.count) { [texts[$0][...]] }
    #expect(hits == texts.map { contamination.hit([$0[...]]) })
    // Deep nesting and long lines.
    for piece in ["(", "{", "[", "def f(", "\"", ")", "}"] {
      let text = Array(String(repeating: piece, count: 20_000).utf8)
      _ = contamination.hit([text[...]])
    }
  }

  @Test func isInterrupted() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let contamination = Contamination([problem("p", Self.statement)], runLength: 13)
    #expect(throws: Interrupted.self) {
      try contamination.hits(count: 5_000, work: Work(cancellation: cancellation)) { _ in [] }
    }
  }
}
