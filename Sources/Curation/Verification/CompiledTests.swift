import Sandbox

/// Code and its tests as one program that is compiled and run: in the layout of MultiPL-E, where the tests stand behind the code, and often
/// close it.
struct CompiledTests {
  private let tested: TestedCode
  private let file: String
  private let nonce: String

  init(_ tested: TestedCode, _ file: String, _ nonce: String) {
    self.tested = tested
    self.file = file
    self.nonce = nonce
  }

  /// - Parameters:
  ///   - compiler: by its name; nil comes back where it is not installed.
  ///   - last: a statement that writes the nonce; it goes to the end of the program's main function, so that code which ends the
  ///     program before does not pass. nil: the shell writes it where the program ends well.
  ///   - closings: brackets that close the main function and what is around it; 0: the program ends in plain statements.
  func program(compiler: String, _ arguments: String, run: String, last: String?, closings: Int = 1) -> TestProgram? {
    guard let path = Tools.find(compiler) else { return nil }
    var tests = tested.tests
    var done = ""
    if let last {
      var place = tests.endIndex
      for _ in 0..<closings { place = tests[..<place].lastIndex(of: UInt8(ascii: "}")) ?? place }
      tests.insert(contentsOf: Array("\n\(last)\n".utf8), at: place)
    } else {
      done = "printf '%s\\n' '\(nonce)'"
    }
    let script = "\(path) \(arguments) || exit 1; \(run) </dev/null || exit $?; \(done)"
    return TestProgram(
      files: [file: tested.code + [0x0A] + tests], command: ["/bin/sh", "-c", script], compilerSeconds: 20)
  }

  /// The class that a Java program begins in: the last before its main function.
  var mainClass: String? {
    let text = String(decoding: tested.code + [0x0A] + tested.tests, as: UTF8.self)
    guard let main = text.firstMatch(of: /public\s+static\s+void\s+main/) else { return nil }
    return text[..<main.range.lowerBound].matches(of: /\bclass\s+([A-Za-z_][A-Za-z_0-9]*)/).last.map { String($0.1) }
  }
}
