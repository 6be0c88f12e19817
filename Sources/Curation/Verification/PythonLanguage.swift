import Sandbox

/// Python 3, by its `ast`.
struct PythonLanguage: CodeLanguage {
  let name = "python"
  let words = ["py", "python3", "python2", "pycon", "py3"]
  let ending = "py"
  let parser = "python3"
  let signs = LanguageSigns(
    usual: [
      "# ", "if ", "for ", "while ", "import ", "print(", "return ", "\"\"\"", "@", "self.", "from ", "raise ",
      "assert ", "with ", "pass",
      "lambda ",
    ],
    own: ["def ", "if __name__"],
    heads: [
      ("def ", ":"), ("class ", ":"), ("async def ", ":"), ("if ", ":"), ("elif ", ":"), ("else", ":"), ("for ", ":"),
      ("while ", ":"), ("try", ":"), ("except", ":"), ("with ", ":"),
    ],
    parts: [
      "): ", "in range(", " is None", " is not None", "True", "False", ".append(", "print(f", ".items()", " not in ",
      "__init__", "len(",
    ],
    never: [";", ") {", "else {"])
  let control = ControlWords(
    decisions: ["if", "elif", "for", "while", "and", "or", "except", "case"],
    blocks: ["if", "elif", "else", "for", "while", "try", "except", "finally", "with", "match"], hasTernary: false,
    isIndented: true, hasHashComments: true)
  let batch = 256
  let keywords = Self.words(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    import in is lambda match nonlocal not or pass raise return try while with yield
    """)
  let definingWords = ["def", "class"]
  let trap = "raise NotImplementedError"

  func parsing(program: String, nonce: String) -> [String] {
    [program, "-I", "-c", PythonParser.script, nonce]
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let program = Tools.find(parser) else { return nil }
    return TestProgram(
      files: ["solution.py": tested.code], input: Self.head(tested, nonce) + tested.tests,
      command: [program, "-I", "-c", PythonHarness.script])
  }

  func exercising(_ code: TestedCode, nonce: String) -> TestProgram? {
    guard let program = Tools.find(parser) else { return nil }
    return TestProgram(
      files: ["solution.py": code.code], input: Self.head(code, nonce),
      command: [program, "-I", "-c", PythonProperties.script])
  }

  private static func head(_ code: TestedCode, _ nonce: String) -> [UInt8] {
    Array("\(nonce)\n\(code.entryPoint?.filter { !$0.isNewline } ?? "")\n".utf8)
  }
}
