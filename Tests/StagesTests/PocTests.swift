import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import Store
import Syntax
import TestSupport
import Testing
import Work

/// `poc`: three steps, the next only where the one before pays, and one page.
@Suite("The staged proof") struct PocTests {
  private static let small = "over { by_words } { shortest } draws 2 then { pack 512 | tune steps 3 }"

  private func session(_ count: Int = 200, hold: String = "hold 90 target 20 search 30") throws -> Session {
    let session = try Session(tiny: true)
    try session.run("let pool = load \"\(try session.file("rows.jsonl", Teaching.pairs(count)))\" | \(hold)")
    return session
  }

  private func page(_ session: Session, _ name: String = "proof.html") throws -> String {
    String(decoding: try AtomicFile.read(session.folder(name)), as: UTF8.self)
  }

  private func steps(_ report: ReportValue) -> [Int] {
    (report.data["steps"]?.array ?? []).compactMap { $0["step"]?.int }
  }

  @Test func aStepThatDoesNotPayEndsIt() throws {
    // A pool that is the task: nothing can pay.
    let session = try session()
    let report = try session.report("pool | poc 40% \(Self.small) to \"\(session.folder("proof.html"))\"")
    let first = try #require(report.data["steps"]?.array?.first)
    try #require(first["pays"]?.bool == false, "\(report.lines)")
    #expect(steps(report) == [1])
    #expect(report.title == "Proof: do not go on")
    #expect(report.verdict.contains { $0.contains("Do not go on") }, "\(report.verdict)")
    #expect(
      report.data["stopped"]?.string
        == "Step 2 was not run, because step 1 did not pay. `anyway` runs it all the same.")
    #expect(report.data["script"] == .null && !FileManager.default.fileExists(atPath: session.folder("proof.cact")))
    let page = try page(session)
    #expect(page.contains("Not measured: that is step 3.") && page.contains("Do not go on."))
  }

  @Test func anywayGoesOnToThePageAndTheScript() throws {
    let session = try session()
    let file = try session.problems()
    let line = "pool | poc 40% \(Self.small) problems \"\(file)\" max 6 anyway to \"\(session.folder("proof.html"))\""
    let report = try session.report("set price 2/h\n\(line)")
    #expect(steps(report) == [1, 2, 3])
    #expect(report.data["full_run"]?["money"]?.double != nil && report.data["arms"]?.array?.count == 2)
    #expect(report.data["arms"]?.array?.first?["problems"]?.int == 3)
    let page = try page(session)
    // The order in which somebody decides.
    let heads = [
      "What was found", "What this does not say", "What more random rows bring", "What it costs", "When it is repaid",
      "What comes next", "Step 1", "Step 2", "The comparison", "How it came about",
    ]
    let places = heads.map { page.range(of: "<h2>\($0)")?.lowerBound }
    #expect(!places.contains(nil), "\(zip(heads, places).filter { $1 == nil }.map(\.0))")
    let found = places.compactMap(\.self)
    #expect(found == found.sorted())
    #expect(page.contains("<svg") && page.contains("Content-Security-Policy"))
    for outside in ["<script", "src=", "href=", "@import"] { #expect(!page.contains(outside), "\(outside)") }
    // The script is a program without errors, of the whole pool.
    let script = String(decoding: try AtomicFile.read(session.folder("proof.cact")), as: UTF8.self)
    let errors = session.check(script).filter(\.isError).map(\.message)
    #expect(errors.isEmpty, "\(errors) in\n\(script)")
    #expect(
      script.contains("hold 90 target 20 search 30") && script.contains("control 1") && !script.contains("learned"),
      "\(script)")
    // Again: nothing is made anew, and the page is replaced.
    let again = try Session(sharing: session, tiny: true)
    try again.run("let pool = load \"\(session.folder("rows.jsonl"))\" | hold 90 target 20 search 30\nset price 2/h")
    let second = try again.report(line)
    #expect(second.data["arms"] == report.data["arms"] && second.data["seconds"] == report.data["seconds"])
  }

  @Test func stepsRunAloneAndAreRemembered() throws {
    let session = try session()
    let to = "to \"\(session.folder("proof.html"))\""
    let first = try session.report("pool | poc 40% \(Self.small) step 1 \(to)")
    #expect(steps(first) == [1] && first.data["stopped"] == .null)
    let second = try session.report("pool | poc 40% \(Self.small) step 2 anyway \(to)")
    #expect(steps(second) == [1, 2])
    #expect(second.data["search"] == first.data["search"], "the first step is remembered")
  }

  @Test func rowsWithoutPartsAreHeldOutAndItSaysHow() throws {
    let session = try Session(tiny: true)
    let rows = try session.file("rows.jsonl", Teaching.pairs(240))
    let report = try session.report(
      "load \"\(rows)\" | poc 40% \(Self.small) step 1 to \"\(session.folder("proof.html"))\"")
    #expect(report.data["held"]?.string == "hold 80 target 20 search 20")
    #expect(
      report.lines.contains { $0.contains("`hold 80 target 20 search 20` drew that from the pool") }, "\(report.lines)")
    #expect(report.lines.contains { $0.contains("No program was run") })
    let few = try session.file("few.jsonl", Teaching.pairs(40))
    let failure = session.failure("load \"\(few)\" | poc to \"\(session.folder("few.html"))\"")
    #expect(failure?.message == "too few rows for a proof: nothing could be held out and judged by")
  }

  @Test func problemsThatDoNotHoldEndItBeforeAnythingIsTuned() throws {
    let session = try session()
    let broken = try session.file(
      "broken.jsonl", [["question": "Write f.", "answer": "def f():\n    return 1\n", "tests": "assert f() == 2"]])
    let to = "to \"\(session.folder("proof.html"))\""
    #expect(session.failure("pool | poc 40% \(Self.small) problems \"\(broken)\" max 6 \(to)")?.code.name == "C0522")
    #expect(!session.heard.takeStages().contains { $0.name == "optimize" })
    for wrong in ["to \"page.txt\"", "samples 3 \(to)", "0% \(to)"] {
      #expect(session.check("pool | poc \(wrong)").contains { $0.isError }, "\(wrong)")
    }
  }

  @Test func namesFromDataAreTextOnThePage() throws {
    let session = try Session(tiny: true)
    let rows = try session.file(
      "rows.jsonl",
      (0..<200).map {
        [
          "instruction": "Do <b>\($0)</b> & \"more\" with widget<script>", "output": "answer \($0 % 7)",
          "kind": "<i>x</i>",
        ]
      })
    try session.run(
      "load \"\(rows)\" | hold 60 target 15 search 15 | where kind == \"<i>x</i>\" | poc 40% \(Self.small) step 1 to \"\(session.folder("proof.html"))\""
    )
    let page = try page(session)
    #expect(page.contains("&lt;i&gt;x") && !page.contains("<i>x") && !page.contains("<script"))
  }
}
