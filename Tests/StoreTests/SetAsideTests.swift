import Digests
import Foundation
import GRDB
import Store
import TestSupport
import Testing

/// Stores that cannot be used make way with a warning.
@Suite struct SetAsideTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let store = try ResultStore(directory: folder.path)
    for number in 0..<300 { try store.put(.of("k \(number)"), bytes: [UInt8](repeating: 5, count: 2_000)) }
    try store.put(.of("large"), bytes: [UInt8](repeating: 6, count: 1_100_000))
  }

  private func expectSetAside(_ number: Int, _ reason: String) throws {
    let store = try ResultStore(directory: folder.path)
    #expect(store.warnings.count == 1)
    let warning = try #require(store.warnings.first)
    #expect(warning.reason.contains(reason), "\(warning)")
    #expect(warning.aside == folder("store.sqlite.corrupt-\(number)"))
    #expect(folder.names.contains("files.corrupt-\(number)"))
    #expect(try store.value(for: .of("k 1")) == nil)
    try store.put(.of("new"), bytes: [1])
    // The new store is sound.
    let again = try ResultStore(directory: folder.path)
    #expect(again.warnings == [])
    #expect(try again.value(for: .of("new"))?.bytes() == [1])
  }

  private func change(_ body: (FileHandle) throws -> Void) throws {
    let file = try #require(FileHandle(forUpdatingAtPath: folder("store.sqlite")))
    try body(file)
    try file.close()
  }

  @Test func noDatabaseAtAll() throws {
    for number in 1...2 {
      try change {
        try $0.truncate(atOffset: 0)
        try $0.write(contentsOf: Data(String(repeating: "not a database ", count: 500).utf8))
      }
      try expectSetAside(number, "damaged")
    }
  }

  @Test func cutInHalf() throws {
    try change { try $0.truncate(atOffset: 200_000) }
    try expectSetAside(1, "damaged")
  }

  @Test func damagedInTheMiddle() throws {
    try change {
      try $0.seek(toOffset: 4_096 * 20)
      try $0.write(contentsOf: Data(repeating: 0xAB, count: 4_096 * 30))
    }
    try expectSetAside(1, "damaged")
  }

  @Test func damageFoundInUseIsActedOnAtOnce() throws {
    // More than SQLite keeps in memory, so that the damage is read.
    try {
      let store = try ResultStore(directory: folder.path)
      for number in 0..<40 { try store.put(.of("big \(number)"), bytes: [UInt8](repeating: 5, count: 300_000)) }
    }()
    let store = try ResultStore(directory: folder.path)
    try change {
      try $0.seek(toOffset: 4_096 * 200)
      try $0.write(contentsOf: Data(repeating: 0xAB, count: 4_096 * 2_600))
    }
    for number in 0..<40 {
      let bytes = try store.value(for: .of("big \(number)"))?.bytes()
      #expect(bytes == nil || bytes == [UInt8](repeating: 5, count: 300_000))
    }
    let damage = try #require(store.takeDamage())
    #expect(damage.stores.map(\.aside) == [folder("store.sqlite.corrupt-1")], "\(damage)")
    #expect(damage.description.contains("found damaged while in use"))
    try store.put(.of("new"), bytes: [1])
    let again = try ResultStore(directory: folder.path)
    #expect(again.warnings == [])
    #expect(try again.value(for: .of("new"))?.bytes() == [1])
  }

  @Test func older() throws {
    try DatabaseQueue(path: folder("store.sqlite")).write { try $0.execute(sql: "PRAGMA user_version = 0") }
    try expectSetAside(1, "older version")
  }

  @Test func somebodyElsesDatabase() throws {
    try DatabaseQueue(path: folder("store.sqlite")).write { try $0.execute(sql: "PRAGMA application_id = 7") }
    try expectSetAside(1, "not a cact store")
  }
}
