import Foundation
import TestSupport
import Testing

/// Whole sessions as they stand on the screen, at several widths and on poorer terminals: whoever changes what is shown sees it.
///
/// `Goldens/transcripts/NAME.md` has a section for each terminal; times, speeds and sizes of memory are taken out. CACT_RECORD=1 records
/// anew.
@Suite(.serialized) struct TranscriptTests {
  /// What is typed, a line a cell; each is waited for.
  struct Session: Sendable, CustomTestStringConvertible {
    var name: String
    var lines: [String]
    var testDescription: String { name }
  }

  static let sessions = [
    Session(
      name: "looking",
      lines: [
        "load | take 3 | show row topic question", "load | count by level", "load | view 5",
        "load | where tokens < 40 | describe", "load | plot tokens", "explain load | where (tokens < 300) | take 5",
        ":ledger 1",
      ]),
    Session(
      name: "mistakes",
      lines: [
        "lod | take 3", "load | where tokens > \"many\" | take 3", "load | select 10% diverse",
        "load | sort by tokens desc and take the first three of them since these are the longest ones", ":cels",
        "load | view 99999", "set sed 7",
      ]),
    Session(
      name: "cells",
      lines: [
        "let few = load | take 9", "few | sample 4", ":rename 2 drawn", "drawn | diff { few }", ":cells", ":undo",
        "set seed 7", ":settings", ":help",
      ]),
  ]

  struct Terminal: Sendable {
    var title: String
    var columns: Int
    var name = "xterm"
    var environment: [String: String] = [:]
  }

  static let terminals = [
    Terminal(title: "40 columns", columns: 40), Terminal(title: "80 columns", columns: 80),
    Terminal(title: "120 columns", columns: 120), Terminal(title: "200 columns", columns: 200),
    Terminal(title: "80 columns, TERM=dumb", columns: 80, name: "dumb"),
    Terminal(title: "80 columns, LC_ALL=C", columns: 80, environment: ["LC_ALL": "C"]),
    Terminal(title: "80 columns, NO_COLOR", columns: 80, environment: ["NO_COLOR": "1"]),
  ]

  private func screen(_ session: Session, _ terminal: Terminal) throws -> [String] {
    let folder = try TemporaryDirectory()
    let program = try PseudoTerminal(
      in: folder, terminal: terminal.name, columns: terminal.columns, more: terminal.environment)
    try program.expect("[1] ")
    for line in session.lines {
      program.send(line + "\r")
      // The prompt of the next cell, or of the same one.
      try program.expect("\n[")
    }
    program.send("\u{4}")
    #expect(try program.finish() == 0)
    if terminal.environment["NO_COLOR"] != nil { #expect(program.colours.isEmpty, "\(program.colours)") }
    if terminal.name == "dumb" { #expect(!program.bytes.contains(0x1B)) }
    var screen = TerminalScreen(columns: terminal.columns, rows: 600)
    screen.take(program.bytes)
    #expect(screen.unknown.isEmpty)
    #expect(screen.lines.allSatisfy { $0.count <= terminal.columns })
    return Self.neutral(screen.lines)
  }

  /// Without what is another machine's or another moment's. The engine's line is as long as the machine's figures.
  private static func neutral(_ lines: [String]) -> [String] {
    var kept: [String] = []
    var isEngine = false
    // What follows names the session's file, in a folder of this run alone.
    for line in lines.prefix(while: { !$0.hasPrefix("Session saved") }) {
      if line.hasPrefix("cact 0") { isEngine = true }
      if line.hasPrefix("Tab completes") { isEngine = false }
      guard !isEngine else { continue }
      kept.append(
        line.replacing(#/ *\b\d+(\.\d+)?s\b/#, with: " …s").replacing(#/ *\b\d+m\d\ds\b/#, with: " …s")
          .replacing(#/\d+(\.\d+)? ([kMG]?B)\b/#, with: "… B").replacing(#/\d+ threads?/#, with: "… threads")
          .replacing(#/threads +\(\d+\) +/#, with: "threads (…) ")
      )
    }
    return kept
  }

  @Test(arguments: sessions) func aSessionLooksAsRecorded(_ session: Session) throws {
    let path = PackageRoot.path + "/Tests/TerminalTests/Goldens/transcripts/\(session.name).md"
    func section(_ terminal: Terminal) throws -> String {
      try "\n## \(terminal.title)\n\n"
        + screen(session, terminal).map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    }
    let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var text = "# \(session.name)\n"
    for terminal in Self.terminals {
      var shown = try section(terminal)
      // A stage that took seconds, on a machine that stood still, looks different.
      for _ in 0..<2 where !before.hasPrefix(text + shown) { shown = try section(terminal) }
      text += shown
    }
    if ProcessInfo.processInfo.environment["CACT_RECORD"] == "1" {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return
    }
    guard before != text else { return }
    let (then, now) = (before.split(separator: "\n"), text.split(separator: "\n"))
    let place = zip(then, now).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(session.name).md differs; CACT_RECORD=1 records it. The first line of them:
      \(place.map { "\($0.element.0)\n\($0.element.1)" } ?? "one is longer")
      """)
  }
}
