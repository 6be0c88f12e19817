import Sandbox

/// Python 3, by its `ast`.
struct PythonLanguage: CodeLanguage {
  let name = "python"
  let words = ["py", "python3", "python2", "pycon", "py3"]
  let ending = "py"
  let parser = "python3"
  let signs = [
    "def ", "import ", "class ", "if __name__", "print(", "return ", "\"\"\"", "elif ", "except", "@", "self.",
  ]
  let batch = 256

  func parsing(program: String, nonce: String) -> [String] {
    let script = """
      import ast, os, sys, warnings
      warnings.simplefilter("ignore")
      for name in sorted(os.listdir(".")):
          status, text = 0, ""
          try:
              with open(name, "rb") as file: ast.parse(file.read())
          except (SyntaxError, ValueError) as error: status, text = 1, type(error).__name__ + ": " + str(error)
          except (RecursionError, MemoryError) as error: status, text = 77, "too deep for the parser"
          print(sys.argv[1], name, status, ascii(text)[1:-1][:200], flush=True)
      """
    return [program, "-I", "-c", script, nonce]
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let program = Tools.find(parser) else { return nil }
    let entry = tested.entryPoint?.filter { !$0.isNewline } ?? ""
    return TestProgram(
      files: ["solution.py": tested.code], input: Array("\(nonce)\n\(entry)\n".utf8) + tested.tests,
      command: [program, "-I", "-c", PythonHarness.script])
  }
}
