// A second process for the tests of stores.
//   put STORE TEXT BYTES      remembers that many bytes under the digest of TEXT
//   get STORE TEXT            prints the number of bytes remembered
//   digest STORE FILE         prints the digest of a file, remembered or taken
//   hold STORE TEXT           claims the key, prints "held", and waits to be killed, with the store open
//   pin STORE SESSION TEXT    pins the key
//   fill STORE TEXT COUNT     remembers COUNT values under "TEXT 0", "TEXT 1", …, and prints each number once it is remembered
//   merge STORE FROM          takes what FROM remembers, and prints how many values
// PROBE_PLACE says what the file system is taken for: "network", or "unlocked" (without locks).
// Status 1 and the error on standard output when it fails. SIGXFSZ is ignored, as cact does.
import Digests
import Foundation
import Store
import Work

signal(SIGXFSZ, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
do {
  func opened(_ directory: String) throws -> ResultStore {
    switch ProcessInfo.processInfo.environment["PROBE_PLACE"] {
    case "network": try ResultStore(directory: directory, place: StorePlace(network: "NFS"))
    case "unlocked":
      try ResultStore(directory: directory, place: StorePlace(network: "NFS", withoutLocks: "it has no locks"))
    default: try ResultStore(directory: directory)
    }
  }
  let engine = EngineFingerprint(library: "probe", version: "1", kernel: "K", threads: 1, precision: "f32")
  func bytes(_ count: String) -> [UInt8] { [UInt8](repeating: 0x61, count: Int(count) ?? 0) }
  switch words.first {
  case "put" where words.count == 4:
    try opened(words[1]).put(.of(words[2]), bytes: bytes(words[3]), engine: engine)
  case "get" where words.count == 3:
    print(try opened(words[1]).value(for: .of(words[2]))?.bytes().count ?? -1)
  case "digest" where words.count == 3: print(try opened(words[1]).digest(ofFile: words[2]))
  case "hold" where words.count == 3:
    let store = try opened(words[1])
    let claim = try store.claim(.of(words[2]))
    FileHandle.standardOutput.write(Data("held\n".utf8))
    withExtendedLifetime((store, claim)) { _ = pause() }
  case "pin" where words.count == 4: try opened(words[1]).pin(session: words[2], keys: [.of(words[3])])
  case "fill" where words.count == 4:
    let store = try opened(words[1])
    for number in 0..<(Int(words[3]) ?? 0) {
      let text = "\(words[2]) \(number)"
      try store.put(.of(text), bytes: Array(text.utf8), engine: engine)
      FileHandle.standardOutput.write(Data("\(number)\n".utf8))
    }
  case "merge" where words.count == 3:
    let store = try opened(words[1])
    var report = MergeReport()
    try store.merge([StoreSource(directory: words[2])], work: .silent, report: &report)
    print(report.values)
  default: exit(2)
  }
} catch {
  print(error)
  exit(1)
}
