// A second process for the tests of stores.
//   put STORE TEXT BYTES      remembers that many bytes under the digest of TEXT
//   get STORE TEXT            prints the number of bytes remembered
//   digest STORE FILE         prints the digest of a file, remembered or taken
//   hold STORE TEXT           claims the key, prints "held", and waits to be killed
//   pin STORE SESSION TEXT    pins the key
// Status 1 and the error on standard output when it fails. SIGXFSZ is ignored, as cact does.
import Digests
import Foundation
import Store

signal(SIGXFSZ, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
do {
  func bytes(_ count: String) -> [UInt8] { [UInt8](repeating: 0x61, count: Int(count) ?? 0) }
  switch words.first {
  case "put" where words.count == 4:
    try ResultStore(directory: words[1]).put(
      .of(words[2]), bytes: bytes(words[3]),
      engine: EngineFingerprint(library: "probe", version: "1", kernel: "K", threads: 1, precision: "f32"))
  case "get" where words.count == 3:
    print(try ResultStore(directory: words[1]).value(for: .of(words[2]))?.bytes().count ?? -1)
  case "digest" where words.count == 3: print(try ResultStore(directory: words[1]).digest(ofFile: words[2]))
  case "hold" where words.count == 3:
    let claim = try ResultStore(directory: words[1]).claim(.of(words[2]))
    FileHandle.standardOutput.write(Data("held\n".utf8))
    withExtendedLifetime(claim) { _ = pause() }
  case "pin" where words.count == 4: try ResultStore(directory: words[1]).pin(session: words[2], keys: [.of(words[3])])
  default: exit(2)
  }
} catch {
  print(error)
  exit(1)
}
