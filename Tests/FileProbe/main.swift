// A second process for the tests of files: `write FILE BYTES` writes a file of that many bytes. Status 1 and the error on standard
// output when it fails. SIGXFSZ is ignored, as cact does.
import Documents
import Foundation

signal(SIGXFSZ, SIG_IGN)
let words = Array(CommandLine.arguments.dropFirst())
guard words.count == 3, words[0] == "write", let bytes = Int(words[2]) else { exit(2) }
do {
  try AtomicFile.write([UInt8](repeating: 0x61, count: bytes), to: words[1])
} catch {
  print(error)
  exit(1)
}
