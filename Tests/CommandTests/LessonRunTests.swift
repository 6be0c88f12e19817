import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The lessons, run in their order on one store, and what they print beside what was recorded in `Goldens/lessons`. CACT_RECORD=1
  /// records anew.
  @Suite("Lessons") struct LessonRuns {
    /// In an unoptimised program the model is some fifty times slower: there only the lessons that do not ask it.
    private static let run: Set<String>? = {
      #if DEBUG
        ["05-packing", "07-contamination"]
      #else
        nil
      #endif
    }()

    @Test("every lesson prints what was recorded")
    func printWhatWasRecorded() throws {
      let cact = try Cact()
      let folder = PackageRoot.path + "/share/lessons"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".cact") }
        .map { String($0.dropLast(5)) }.sorted()
      #expect(names.count == 10)
      for name in names where Self.run?.contains(name) ?? true {
        let shell = try Command.run(
          "/bin/sh",
          [
            "-c", "exec \"$0\" run \"$1\" --store \"$2\" 2>&1", try BuiltProduct.path("cact"),
            "\(folder)/\(name).cact", cact.store.path,
          ],
          environment: [
            "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": nil, "CACT_STORE": nil,
            "CACT_SHARE": PackageRoot.path + "/share",
          ], directory: cact.folder.path)
        #expect(shell.status == 0, "\(name): \(shell.output)")
        // Elsewhere another library multiplies, and figures differ in their last places.
        #if arch(x86_64)
          let now = LessonTranscript.neutral(shell.output)
          let path = PackageRoot.path + "/Tests/CommandTests/Goldens/lessons/\(name).txt"
          if ProcessInfo.processInfo.environment["CACT_RECORD"] == "1" {
            try AtomicFile.write(now, to: path)
          } else {
            let recorded = String(decoding: try AtomicFile.read(path), as: UTF8.self)
            let places = zip(now.split(separator: "\n"), recorded.split(separator: "\n")).first { $0 != $1 }
            #expect(
              now == recorded,
              "\(name) differs, first in\n\(places.map { "\($0.0)\nrecorded as\n\($0.1)" } ?? "its length"); CACT_RECORD=1 records it"
            )
          }
        #endif
      }
    }

    @Test("what depends on the machine or the time is made neutral, and figures are not")
    func transcript() {
      func said(_ text: String) -> String { LessonTranscript.neutral(text) }
      let wide = """
        cact 0.1.0 · 2 threads, 25.3 GB
        [1] load
        21:00:01 score   ifd 0.13 ▂▆ 2.06 · median 0.60 · rank correlation +0.70    13.4s
                         1,200 in = 1,200 kept
        """
      let narrow = """
        cact 0.1.0 · 64 threads, 1.3 TB
        [1] load
        09:59:59 score   ifd 0.13 ▂▆ 2.06 · median 0.60                           remembered
                         rank correlation +0.70
                         1,200 in = 1,200 kept
        """
      #expect(
        said(wide) == said(narrow) && said(wide).contains("0.13 ▂▆ 2.06 median 0.60 rank correlation +0.70 1,200"))
      #expect(said(wide) != said(wide.replacing("0.60", with: "0.61")))
      #expect(said("21:00:01 compare 1 of 6 models (29%) · 0.014 models/s · 5m left\nx") == "x\n")
      #expect(
        said("21:00:01 Bill    a 1.0s\n                 The same 41.0s would tune 24% taken at random.\nx")
          == "Bill\nx\n")
      #expect(
        said("About 3.9s for what\nstage  rows  time\ntune  runs  60  3.9s  293.2 MB")
          == "stage rows time\ntune runs 60 T M\n")
    }
  }
}
