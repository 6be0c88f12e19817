import Documents
import TestSupport
import Testing
import Tokenization

extension CommandTests {
  @Suite("`cact tokenize`") struct Tokenize {
    private let cact: Cact
    init() throws { cact = try Cact() }

    @Test("the tokens of standard input, one a line in quotes; or their numbers on one line")
    func embedded() throws {
      let text = "def f(x):\n\treturn \"\\\\\" # \u{1F642}\u{A0}<|endoftext|>\n"
      let tokenizer = try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m")
      let numbers = try cact(["tokenize", "--ids"], input: text)
      #expect(numbers.status == 0 && numbers.errors.isEmpty, "\(numbers.errors)")
      #expect(try numbers.output == tokenizer.encode(text).map { String($0) }.joined(separator: " ") + "\n")

      let tokens = try cact(["tokenize"], input: text)
      let lines = tokens.output.split(separator: "\n")
      #expect(try lines.count == tokenizer.encode(text).count)
      #expect(lines.allSatisfy { $0.count >= 3 && $0.hasPrefix("\"") && $0.hasSuffix("\"") })
      let joined = lines.map { $0.dropFirst().dropLast() }.joined()
      #expect(joined == #"def f(x):\n\treturn \"\\\\\" # \xf0\x9f\x99\x82\xc2\xa0<|endoftext|>\n"#)
      #expect(try cact(["tokenize"], input: "").output.isEmpty)
      #expect(try cact(["tokenize", "--ids"], input: "").output == "\n")
    }

    @Test("any model's directory, an encoder's too; a missing one is refused")
    func models() throws {
      let folder = PackageRoot.path + "/Tests/Fixtures/tokenizers/"
      let bert = try cact(["tokenize", "--model", folder + "bert-uncased"], input: "The d\u{E9}f")
      #expect(bert.output.hasPrefix("\"the\"\n\" d"), "\(bert.output)\(bert.errors)")
      let llama = try cact(["tokenize", "--model", folder + "llama2"], input: "return x")
      let tokens = llama.output.split(separator: "\n").map { $0.dropFirst().dropLast() }
      #expect(tokens.count > 1 && tokens.joined() == "return x", "\(llama.output)")
      expectRefusal(try cact(["tokenize", "--model", "nowhere"], input: "a"), status: 2, "C0405", names: ["nowhere"])
      let empty = try TemporaryDirectory()
      expectRefusal(
        try cact(["tokenize", "--model", empty.path], input: "a"), status: 2, "T0101", names: ["tokenizer.json"])
    }
  }
}
