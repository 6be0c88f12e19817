import TestSupport
import Testing

extension CommandTests {
  @Suite("cact template") struct TemplateCommand {
    @Test("a row in its template: colors by role where asked for, untrusted text escaped, and errors by file and row")
    func shows() throws {
      let cact = try Cact()
      try cact.write(
        #"""
        {"messages": [{"role": "system", "content": "S\u001b[31m"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A\nB"}]}
        {"messages": [{"role": "user", "content": "Q"}]}
        {"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}, {"role": "tool", "content": "R"}, {"role": "assistant", "content": "B"}]}
        """#, to: "chats.jsonl")
      let shown = try cact(["template", "chats.jsonl", "--template", "chatml"])
      #expect(shown.status == 0, "\(shown.errors)")
      let lines = shown.output.split(separator: "\n").map(String.init)
      #expect(lines.first == "row 1 · template chatml")
      // The model has no token <|im_end|>: an answer ends with end-of-text.
      #expect(lines.filter { $0.hasPrefix("┃ ") } == ["┃ A", "┃ B<|endoftext|>"])
      #expect(!shown.output.contains("\u{1B}") && shown.output.contains("S"))
      let colored = try cact(["template", "chats.jsonl", "--color", "always", "--template", "chatml"])
      #expect(colored.output.contains("\u{1B}[36mQ\u{1B}[0m") && colored.output.contains("\u{1B}[32mA\u{1B}[0m"))
      #expect(!colored.output.contains("\u{1B}[31m"))
      for (arguments, words) in [
        (["chats.jsonl", "--row", "2"], ["row 2", "no answer"]), (["chats.jsonl", "--row", "9"], ["row 9"]),
        (["chats.jsonl", "--row", "3"], ["row 3", "results of tools"]), (["none.jsonl"], ["none.jsonl"]),
        (["chats.jsonl", "--template", "nix"], ["nix", "chatml"]),
      ] {
        let failed = try cact(["template"] + arguments)
        #expect(failed.status == 2, "\(arguments)")
        for word in words { #expect(failed.errors.contains(word), "\(word) in \(failed.errors)") }
      }
    }
  }
}
