import Sandbox

/// JavaScript, by node.
struct JavaScriptLanguage: CodeLanguage {
  let name = "javascript"
  let words = ["js", "node", "mjs", "cjs", "ecmascript"]
  let ending = "js"
  let parser = "node"
  let unfinished = ["Unexpected end of input", "Unterminated template"]
  let signs = LanguageSigns(
    usual: [
      "//", "const ", "let ", "var ", "function ", "async function ", "export ", "return ", "import ", "class ", "$(",
    ],
    own: ["module.exports", "$(", "$."],
    heads: [("function ", "{"), ("async function ", "{"), ("const ", "=> {")],
    parts: [
      "console.", "===", "=> {", "!==", "document.", "require(", "Math.", "async ", "await ", "function(", "function (",
    ])
  let keywords = Self.words(
    """
    async await break case catch class const continue debugger default delete do else export extends false finally for
    function if import in instanceof let new null of return static super switch this throw true try typeof undefined var
    void while with yield
    """)
  let definingWords = ["function", "const", "let", "var", "class"]
  let trap = "throw new Error(\"never\");"

  func parsing(program: String, nonce: String) -> [String] {
    // A module, where it is no script: its first line of errors names the file, the next ones say what is wrong.
    parsingEach(
      "\(program) --check \"$file\" || { cp \"$file\" /tmp/module.mjs && \(program) --check /tmp/module.mjs; }",
      nonce: nonce)
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let program = Tools.find(parser) else { return nil }
    // As standard input it is in no file where the code could read what comes behind it.
    let last = "\nif (true) { console.log(\"\(nonce)\"); }\n"
    return TestProgram(
      input: tested.code + Array(Self.strictness.utf8) + tested.tests + Array(last.utf8), command: [program, "-"])
  }

  /// `console.assert`, which tests of HumanEvalPack are made of, only writes a line.
  private static let strictness =
    "\nconsole.assert = (holds, ...said) => { if (!holds) throw new Error(\"Assertion failed: \" + said.join(\" \")); };\n"
}
