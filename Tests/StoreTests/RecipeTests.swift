import Digests
import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Work

@Suite struct RecipeTests {
  let folder: TemporaryDirectory
  let store: ResultStore

  init() throws {
    folder = try TemporaryDirectory()
    store = try ResultStore(directory: folder("store"))
  }

  private func note(_ name: String, stage: String = "tune") throws {
    try store.noteRecipe(Array(name.utf8), of: .of(name), stage: stage, engine: someEngine)
  }

  private func names(_ stage: String = "tune") throws -> [String] {
    try store.recipes(ofStage: stage).map { String(decoding: $0.recipe, as: UTF8.self) }
  }

  @Test func theLatestComeFirstAndStagesAreApart() throws {
    #expect(try names() == [])
    for name in ["a", "b", "c", "a"] { try note(name) }
    try note("d", stage: "score")
    #expect(try names() == ["a", "c", "b"])
    #expect(try names("score") == ["d"])
    #expect(try store.recipes(ofStage: "score").map(\.key) == [.of("d")])
    // They are no rows' figures, and they need no value.
    #expect(try store.statistics().rowValues == 0 && store.statistics().values == 0)
  }

  @Test func onlySoManyAreKept() throws {
    for number in 0..<600 { try note("\(number)") }
    let kept = try names()
    #expect(kept.count == 256 && kept.first == "599")
    let queue = try DatabaseQueue(path: folder("store/store.sqlite"))
    let (rows, size) = try queue.read {
      (
        try Int.fetchOne($0, sql: "SELECT count(*) FROM row_value") ?? 0,
        try Int.fetchOne($0, sql: "SELECT size FROM row_kind") ?? 0
      )
    }
    #expect(rows <= 512 && rows >= 256)
    // What the limit of the store counts is what is there.
    #expect(size == rows * (3 + 64))
  }

  /// A merge takes them and a check reads them, and neither calls them values of rows.
  @Test func aMergeTakesThemAndDoesNotCountThem() throws {
    try note("a")
    try store.putRowValues(kind: "ifd", [(.of("row"), [1])], engine: someEngine)
    let other = try ResultStore(directory: folder("other"))
    for there in [0, 1] {
      var report = MergeReport()
      try other.merge([StoreSource(directory: store.directory)], work: .silent, report: &report)
      #expect(report.rowValues == 1 - there && report.rowValuesThere == there && report.damage.count == 0)
      #expect(try other.recipes(ofStage: "tune").map(\.key) == [.of("a")])
    }
    var found = StoreCheck()
    try StoreSource(directory: other.directory).check(work: .silent, result: &found)
    #expect(found.rowValues == 1 && found.damage.count == 0)
  }

  @Test func whatIsNotAsItWasWrittenIsLeftOut() throws {
    for name in ["a", "b", "c"] { try note(name) }
    try DatabaseQueue(path: folder("store/store.sqlite")).write {
      try $0.execute(sql: "UPDATE row_value SET bytes = 'x' WHERE bytes = CAST('b' AS BLOB)")
    }
    #expect(try names() == ["c", "a"])
  }
}
