import Foundation
import Notebook
import Store
import TestSupport
import Testing

@Suite("Sessions that nobody named") struct PruningTests {
  private func write(_ path: String, minutesAgo: Int) throws {
    try "{\"format\": \"cact session\"}".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: Double(-60 * minutesAgo))], ofItemAtPath: path)
  }

  @Test func theOldestGoAndWhatTheUserNamedOrHasOpenStays() throws {
    let folder = try TemporaryDirectory()
    let store = try ResultStore(directory: folder("store"))
    let sessions = folder("sessions")
    try FileManager.default.createDirectory(atPath: sessions, withIntermediateDirectories: true)
    // The last used is not the last begun.
    for minute in 0..<6 {
      try write("\(sessions)/2026-01-0\(minute + 1)-120000-\(minute).json", minutesAgo: minute == 1 ? 1 : 60 - minute)
    }
    for name in ["work.json", "2026-01-01.json", "2026-01-01-120000-1.json.damaged-1"] {
      try write("\(sessions)/\(name)", minutesAgo: 1_000)
    }
    // Of that name, and no session.
    let foreign = "2025-01-01-120000-1.json"
    try "mine".write(toFile: "\(sessions)/\(foreign)", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: Date.distantPast], ofItemAtPath: "\(sessions)/\(foreign)")
    let open = "\(sessions)/2026-01-01-120000-0.json"
    let lock = try FileLock(ifFree: open + ".lock")
    Notebook.prune(sessions, keeping: 2, store: store)
    let kept = Set(try FileManager.default.contentsOfDirectory(atPath: sessions))
    #expect(
      kept == [
        "2026-01-02-120000-1.json", "2026-01-06-120000-5.json", "2026-01-01-120000-0.json",
        "2026-01-01-120000-0.json.lock", "work.json", "2026-01-01.json", "2026-01-01-120000-1.json.damaged-1",
        foreign,
      ])
    lock?.releaseAndDelete()
    Notebook.prune(sessions, keeping: 2, store: store)
    #expect(!FileManager.default.fileExists(atPath: open))
    #expect(!FileManager.default.fileExists(atPath: open + ".lock"))
  }
}
