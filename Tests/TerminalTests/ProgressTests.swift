import Foundation
import Synchronization
import Terminal
import Testing
import Work

@Suite struct ProgressTests {
  init() { _ = isLocaleReady }

  /// What a progress line writes to a pipe, with a clock that the test moves.
  func written(_ screen: Screen, _ reports: [(at: Double, done: Double)], finish: Bool = true) throws -> String {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let time = Mutex(0.0)
    let line = ProgressLine(
      output: Output(descriptor: ends[1]), screen: screen, clock: { time.withLock { $0 } }, timeOfDay: { "14:02:11" })
    for report in reports {
      time.withLock { $0 = report.at }
      line.report(WorkProgress(label: "score", done: report.done, total: 20_000, unit: "rows"))
    }
    if finish { line.finish() }
    close(ends[1])
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(ends[0], &bytes, bytes.count)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }

  @Test func shortWorkShowsNothing() throws {
    #expect(try written(Screen(isTerminal: true), [(0, 0), (0.4, 100), (0.9, 200)]) == "")
    #expect(try written(Screen(), [(0, 0), (30, 100), (59, 200)]) == "")
  }

  @Test func aTerminalRedrawsOneLine() throws {
    #expect(
      try written(Screen(isTerminal: true), [(0, 5000), (2, 5620), (2.05, 5630)])
        == "\r\u{1B}[Kscore   5,620 of 20,000 rows (28%) · 310 rows/s · 46s left\r\u{1B}[K")
  }

  /// A screen that changes its width between two reports.
  @Test func aNarrowerTerminalLosesNoRow() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let time = Mutex(0.0)
    let width = Mutex(100)
    let line = ProgressLine(
      output: Output(descriptor: ends[1]), screen: Screen(width: width.withLock { $0 }, isTerminal: true),
      clock: { time.withLock { $0 } })
    for (at, columns) in [(0.0, 100), (2, 100), (3, 30), (4, 30)] {
      time.withLock { $0 = at }
      width.withLock { $0 = columns }
      line.report(WorkProgress(label: "score", done: 5_000 + at, total: 20_000, unit: "rows"))
    }
    line.finish()
    close(ends[1])
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(ends[0], &bytes, bytes.count)
    let written = String(decoding: bytes[..<max(0, count)], as: UTF8.self).components(separatedBy: "\r")
    // The first line took two rows of the narrower terminal; the next ones fit.
    #expect(written.count == 5 && written[1].hasPrefix("\u{1B}[Kscore   5,002 of 20,000"), "\(written)")
    #expect(written[1].hasSuffix("\u{1B}[1A") && written[2].hasPrefix("\u{1B}[Jscore"), "\(written)")
    #expect(written[2...3].allSatisfy { Text.width(String($0.dropFirst(3))) <= 29 }, "\(written)")
    #expect(written[4] == "\u{1B}[K", "\(written)")
  }

  /// It would show the codes.
  @Test func aDumbTerminalGetsBlanksInTheirPlace() throws {
    var screen = Screen(isTerminal: true)
    screen.movesCursor = false
    let line = "score   5,620 of 20,000 rows (28%) · 310 rows/s · 46s left"
    let blanks = String(repeating: " ", count: line.count)
    #expect(
      try written(screen, [(0, 5000), (2, 5620), (2.05, 5630), (4, 6240)])
        == "\r\r\(line)\r\(blanks)\rscore   6,240 of 20,000 rows (31%) · 310 rows/s · 44s left\r\(blanks)\r")
  }

  @Test func elsewhereALineAMinute() throws {
    let reports = (0...150).map { (at: Double($0), done: Double($0) * 100) }
    #expect(
      try written(Screen(), reports) == """
        14:02:11 score   6,000 of 20,000 rows (30%) · 100 rows/s · 2m left
        14:02:11 score   12,000 of 20,000 rows (60%) · 100 rows/s · 1m left

        """)
  }
}
