import Diagnostics
import Pipeline
import Stages
import Syntax
import Testing

import Terminal

/// Colours of a line that is typed, and what is offered behind it.
@Suite struct LineTintTests {
  private func tint(_ history: [String] = [], earlier: String = "") -> LineTint {
    let scope = Scope(settings: Settings(definitions: Registry.standard.settings))
    return LineTint(registry: .standard, scope: scope, earlier: earlier, history: history)
  }

  private func styles(_ line: String, _ tint: LineTint) -> [String: Screen.Style] {
    let bytes = Array(line.utf8)
    return Dictionary(
      tint.runs(line).map {
        (String(decoding: bytes[$0.span.lower..<$0.span.upper], as: UTF8.self), $0.style)
      }, uniquingKeysWith: { $1 })
  }

  @Test func everyPartHasItsColour() {
    let line = "let x = load \"a b\" | sleect diverse 10% | where `c d` > $n # why"
    let found = styles(line, tint())
    #expect(found["let"] == .blue && found["load"] == .blue && found["\"a b\""] == .assistant)
    #expect(found["sleect"] == .red && found["diverse"] == nil && found["10%"] == .tool)
    #expect(found["where"] == .blue && found["`c d`"] == .system && found["$n"] == .system && found["# why"] == .dim)
    #expect(found["x"] == nil && found["|"] == .bold)
    #expect(styles("load | select diverse 10% by", tint())["diverse"] == .user)
    #expect(styles("load | compare { slect 1% } { take 2 }", tint())["slect"] == .red)
    // The word at the end may still become a stage.
    #expect(styles("load | sel", tint())["sel"] == nil && styles("load | sel ", tint())["sel"] == .red)
    #expect(styles("load | selq", tint())["selq"] == .red)
    // What speaks to the notebook is no pipeline; a cell's later lines go on with it.
    #expect(tint().runs(":rerun 5").isEmpty && tint().runs("?select").isEmpty)
    #expect(styles("| take 5", tint(earlier: "load"))["take"] == .blue)
    #expect(styles("x", tint(earlier: "load | show"))["x"] == .red)
    for odd in ["\"open", "load | where x ==", "{ { (", "ü \u{0} 🎈 | 日本", "`", "# only", ""] { _ = tint().runs(odd) }
  }

  @Test func theLastLineThatBeganSoIsOffered() {
    let history = ["load | take 3", "load | take 30 | show", "set seed 4"]
    #expect(tint(history).ghost("load | t") == "ake 3" && tint(history).ghost("load | take 30") == " | show")
    #expect(tint(history).ghost("") == nil && tint(history).ghost("set seed 4") == nil)
    // Else the only word that it can be.
    #expect(tint().ghost("load | descr") == "ibe" && tint().ghost("load | select diver") == "se")
    #expect(tint().ghost("load | s") == nil && tint().ghost("load | take ") == nil && tint().ghost("load \"des") == nil)
    #expect(tint().ghost(":rer") == nil)
  }

  @Test func keysThatTerminalsSendDifferently() {
    for (code, meaning) in [
      ("[A", "[A"), ("OA", "OA"), ("[1;5C", "f"), ("[1;5D", "b"), ("[1;3C", "f"), ("[1;2C", "[C"), ("[5D", "b"),
      ("Od", "b"), ("[3;5~", "d"), ("[3~", "[3~"), ("[200~", "[200~"), ("[1;5A", "[A"),
    ] { #expect(KeySequences.meaning(of: code) == meaning, "\(code)") }
    for code in ["[5~", "[6~", "[2~", "[15~", "OP", "[[A", "[1;5P", "[<0;1;1M", "[I", "[99;99;99z"] {
      #expect(KeySequences.meaning(of: code) == nil, "\(code)")
    }
  }
}
