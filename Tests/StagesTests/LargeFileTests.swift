import Diagnostics
import Digests
import Foundation
import Rows
import Stages
import TestSupport
import Testing

/// Files that are too large to be held, as stages, names and the store see them; the bound is set so low that a few rows are.
@Suite("load of large files") struct LargeFileTests {
  @Test func rowsOfALargeFileAreThoseOfASmallOne() throws {
    let session = try Session(tiny: true)
    let path = try session.file("rows.jsonl", Teaching.pairs(60))
    let line = "load \"\(path)\" | where level >= 2 | sort question desc | dedup | take 9"
    let held = try Session(tiny: true).rows(line)
    Thread.sleep(forTimeInterval: 2.1)
    try LargeText.$least.withValue(1) {
      let value = try session.rows(line)
      #expect(value.rows.textInFiles > 0 && held.rows.textInFiles == 0)
      #expect(value.rows.digest() == held.rows.digest() && value.numbers("tokens") == held.numbers("tokens"))
      // From the store alone, as another process has it.
      let other = try Session(sharing: session, tiny: true)
      #expect(try other.rows(line).rows.digest() == held.rows.digest())
      #expect(!other.heard.takeStages().map(\.remembered).contains(false))
    }
  }

  @Test func aFileThatIsWrittenIntoEndsWhatReadsItAndIsLoadedAnew() throws {
    try LargeText.$least.withValue(1) {
      // What other tests read at the same time has not changed.
      try FileChange.$log.withValue(FileChangeLog()) {
        let session = try Session(tiny: true)
        let path = try session.file("rows.jsonl", Teaching.pairs(8))
        Thread.sleep(forTimeInterval: 2.1)
        try session.run("let data = load \"\(path)\"")
        try session.run("data | sort question")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let place = try #require(bytes.range(of: Data("tasks".utf8))).lowerBound
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(place))
        try file.write(contentsOf: Data("TASKS".utf8))
        try file.close()

        let error = session.failure("data | sort question desc")
        #expect(error?.code.name == "C0406")
        #expect(error?.message.contains("somebody has written into it since its rows were loaded") == true)
        let anew = try session.rows("load \"\(path)\" | sort question desc")
        #expect(anew.texts("question").contains { $0.contains("TASKS") })
        // In another process the name's value is gone with its texts.
        let other = try Session(sharing: session, tiny: true)
        let again = try other.rows("load \"\(path)\" | sort question")
        #expect(again.texts("question").contains { $0.contains("TASKS") })
      }
    }
  }
}
