import Diagnostics
import Foundation
import Syntax
import Terminal
import TestSupport
import Testing

/// Lessons as files, as a list, and at the prompt. What they print is compared in `CommandTests`.
@Suite struct LessonTests {
  static let folder = PackageRoot.path + "/share/lessons"
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  func cact(_ arguments: [String], share: String = PackageRoot.path + "/share") throws -> Command {
    try Command.run(
      try BuiltProduct.path("cact"), arguments,
      environment: ["CACT_STORE": folder("store"), "CACT_SHARE": share, "HOME": folder.path, "COLUMNS": nil],
      directory: folder.path)
  }

  private func lesson(_ text: String) -> Lesson { Lesson(SourceText(name: "lesson", text: text)) }

  // MARK: - Files

  @Test func commentsBecomeWhatIsSaidBeforeTheirStatement() {
    let lesson = lesson(
      """
      # Two things: a title (3 minutes)
      # Afterwards you know
      # what they are.

      # First paragraph,
      # two lines.
      #
      #     code | stays

      # After a blank line.
      load | take 3  # this belongs to the line
      let few = load
        # inside
        | take 2
      # Said last.
      """)
    #expect(lesson.title == "Two things: a title" && lesson.minutes == 3)
    #expect(lesson.gain == "Afterwards you know what they are.")
    #expect(lesson.steps.map(\.line) == ["load | take 3", "let few = load | take 2"])
    #expect(
      lesson.steps.map(\.prose) == [
        ["First paragraph,", "two lines.", "", "    code | stays", "", "After a blank line."], [],
      ])
    #expect(lesson.closing == ["Said last."])
  }

  @Test func whatIsMissingIsEmpty() {
    #expect(lesson("").steps.isEmpty && lesson("").title.isEmpty && lesson("").minutes == nil)
    let bare = lesson("load | take 3")
    #expect(bare.title.isEmpty && bare.steps.map(\.line) == ["load | take 3"] && bare.closing.isEmpty)
    #expect(lesson("load\n# Behind it.\n").title.isEmpty && lesson("load\n# Behind it.\n").closing == ["Behind it."])
    let told = lesson("# Only a title\n")
    #expect(told.title == "Only a title" && told.gain.isEmpty && told.steps.isEmpty && told.closing.isEmpty)
    #expect(lesson("# T\nload | | take\nload | take 2").steps.count <= 2)
  }

  @Test func aStepMayBeChangedButNotReplaced() {
    let lesson = lesson("# T\n\nlet few = load | select random 10% | take 3\nset seed 7\nexplain load | take 1\n")
    for line in ["let few = load | select random 20% | take 9", "let few = load | select top 5% | take 1"] {
      #expect(lesson.isStep(0, line), "\(line)")
    }
    for line in ["let other = load | select random 10% | take 3", "load | take 3", "few", ":cells", "?load", ""] {
      #expect(!lesson.isStep(0, line), "\(line)")
    }
    #expect(lesson.isStep(1, "set seed 8") && !lesson.isStep(1, "set threads 2"))
    #expect(lesson.isStep(2, "explain load | take 5") && !lesson.isStep(2, "load | take 1"))
    #expect(!lesson.isStep(3, "load") && !lesson.isStep(-1, "load"))
  }

  @Test func thereAreTenOfAtMostFiveMinutes() throws {
    let lessons = try Lessons(folder: Self.folder)
    #expect(lessons.entries.map(\.number) == Array(1...10))
    for entry in lessons.entries {
      #expect((1...5).contains(entry.lesson.minutes ?? 0), "\(entry.name) does not say how long it takes")
      #expect(!entry.lesson.title.isEmpty && entry.lesson.gain.hasPrefix("Afterwards you "), "\(entry.name)")
      #expect(entry.lesson.steps.count >= 4 && !entry.lesson.closing.isEmpty, "\(entry.name)")
      let source = entry.source
      let (program, found) = Parser.parse(source)
      #expect(found.isEmpty, "\(entry.name): \(found.map(\.message))")
      let text = String(decoding: source.bytes, as: UTF8.self)
      #expect(Canonical.print(program) == text, "\(entry.name) is not in canonical layout")
      for line in text.split(separator: "\n") { #expect(line.count <= 78, "\(entry.name): \(line)") }
      // What the reader gets on the line is what the script has.
      for (step, statement) in zip(entry.lesson.steps, program.statements) {
        #expect(step.line == source.text(statement.span), "\(entry.name): \(step.line)")
        #expect(entry.lesson.isStep(entry.lesson.steps.firstIndex(of: step) ?? -1, step.line), "\(step.line)")
      }
    }
    let checked = try cact(["check"] + lessons.entries.map { Self.folder + "/" + $0.source.name })
    #expect(checked.status == 0 && checked.errors.isEmpty && checked.output.isEmpty, "\(checked.errors)")
  }

  @Test func aFileThatAnEarlierStatementSavesIsNotMissed() throws {
    let saved = "load | take 2 | save \"some.jsonl\"\n"
    #expect(try cact(["check", "-e", saved + "load \"some.jsonl\""]).errors.isEmpty)
    let model = "load | pack | tune steps 1 | save \"some\"\n"
    #expect(try cact(["check", "-e", model + "set model \"some\""]).errors.isEmpty)
    #expect(try cact(["check", "-e", "set model \"some\""]).errors.contains("C0405"))
    for text in ["load \"some.jsonl\"", saved + "load \"other.jsonl\"", "load \"some.jsonl\"\n" + saved] {
      #expect(try cact(["check", "-e", text]).errors.contains("C0401"), "\(text)")
    }
  }

  // MARK: - The command

  @Test func theListHasNumberNameTitleAndMinutes() throws {
    let list = try cact(["learn"])
    #expect(list.status == 0, "\(list.errors)")
    let words = list.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for entry in try Lessons(folder: Self.folder).entries {
      #expect(words.contains("\(entry.number) \(entry.name) "), "\(entry.name): \(list.output)")
    }
    #expect(words.contains("Complexity: how hard") && words.contains("minutes"))
  }

  @Test func anUnknownLessonIsToldWithThoseThatAreNear() throws {
    let near = try cact(["learn", "complexty"])
    #expect(near.status == 2 && near.errors.contains("C0623") && near.errors.contains("`complexity`"), "\(near.errors)")
    let part = try cact(["learn", "task"])
    #expect(part.status == 2 && part.errors.contains("`toward-a-task`"), "\(part.errors)")
    for name in ["11", "0", "-1", "", "\u{1B}[31m", String(repeating: "x", count: 5_000)] {
      let far = try cact(["learn", "--", name])
      #expect(far.status == 2 && far.errors.contains("1 to 10") && !far.errors.contains("\u{1B}"), "\(far.errors)")
    }
    let bare = try cact(["learn"], share: folder.path)
    #expect(bare.status != 0 && bare.errors.contains("were not found"), "\(bare.errors)")
  }

  @Test func withoutATerminalALessonIsAScriptWithItsWords() throws {
    let place = folder("share/lessons")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for name in ["teaching", "model"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder("share/" + name), withDestinationPath: PackageRoot.path + "/share/" + name)
    }
    try "# One (1 minute)\n# Gain.\n\n# Before.\nload | take 2 | show row\n\n# After.\n".write(
      toFile: place + "/01-one.cact", atomically: true, encoding: .utf8)
    try "# Two\n\nload | tkae 2\n".write(toFile: place + "/02-two.cact", atomically: true, encoding: .utf8)
    for name in ["1", "01", "one", "01-one", "01-one.cact", "ONE"] {
      let run = try cact(["learn", name], share: folder("share"))
      #expect(run.status == 0 && run.output == "row\n  1\n  2\n", "\(name): \(run.errors)")
      var rest = run.errors[...]
      for words in [
        "Lesson 1. One. Gain.", "Before.", "[1] load | take 2", "After.", "The next is `cact learn 2`, Two.",
      ] {
        let place = try #require(rest.range(of: words), "\(words) in \(run.errors)")
        rest = rest[place.upperBound...]
      }
    }
    #expect(try cact(["learn", "1", "--quiet"], share: folder("share")).errors.isEmpty)
    let broken = try cact(["learn", "two"], share: folder("share"))
    #expect(broken.status == 3 && broken.errors.contains("02-two.cact:3:8"), "\(broken.errors)")
  }

  // MARK: - At the prompt

  @Test func aStepIsToldOfferedAndRunAndOtherInputKeepsTheOffer() throws {
    let terminal = try PseudoTerminal(in: folder, ["learn", "complexity"])
    let first = try terminal.expect("[1] load | take 3 | show question answer")
    #expect(first.contains("Lesson 1. Complexity") && first.contains("Start with the rows."))
    terminal.send("\r")
    let second = try terminal.expect("[2] let scored = load | score complexity")
    #expect(second.contains("A singly linked list") && second.contains("How hard is an answer?"))
    // Other input runs; the step is offered again, and its words are not said twice.
    terminal.send("\u{15}load | take 7 | count\r")
    let third = try terminal.expect("[3] let scored = load | score complexity")
    #expect(third.contains("\n    7") && !third.contains("How hard is an answer?"))
    terminal.send("\u{15}:cells\r")
    #expect(try terminal.expect("[3] let scored = load | score complexity").contains("statement"))
    terminal.send("\u{3}")
    try terminal.expect("[3] let scored = load | score complexity")
    terminal.send("\u{15}load | take\r")
    try terminal.expect("[3] let scored = load | score complexity")
    // Ctrl-D deletes within a line, as ever, and leaves from one that stands as it was offered.
    terminal.send("x\u{4}\u{1B}[D\u{4}\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func aChangedLineIsTheStepAndASessionGoesOnWhereItWas() throws {
    let session = folder("s.json")
    let before = try PseudoTerminal(in: folder, ["learn", "1", "--session", session])
    try before.expect("[1] load | take 3 | show question answer")
    before.send("\u{15}load | take 1 | show answer\r")
    try before.expect("[2] let scored = load | score complexity")
    before.send("\u{4}")
    try before.expect("resume it with `cact learn 1 --session ")
    #expect(try before.finish() == 0)
    let after = try PseudoTerminal(in: folder, ["learn", "1", "--session", session])
    let start = try after.expect("[2] let scored = load | score complexity")
    #expect(!start.contains("Start with the rows.") && start.contains("How hard is an answer?"))
    after.send("\u{15}:quit\r")
    #expect(try after.finish() == 0)
  }

  @Test func theEndNamesTheNextLessonAndThePromptStays() throws {
    let terminal = try PseudoTerminal(in: folder, ["learn", "7"], columns: 60)
    let steps = try #require(try Lessons(folder: Self.folder).named("7")).lesson.steps
    for step in steps {
      try terminal.expect("] ")
      // The line is on the screen before Enter.
      try terminal.expect(String(step.line.prefix(12)))
      terminal.send("\r")
    }
    try terminal.expect("That was lesson 7 of 10.")
    try terminal.expect("[\(steps.count + 1)] ")
    terminal.send("load | take 6 | count\r")
    try terminal.expect("\n    6")
    terminal.send("exit\r")
    #expect(try terminal.finish() == 0)
  }
}
