import CLinux
import Foundation

/// A folder with the files that a program is given.
struct CodeFolder {
  let path: String

  init(_ files: [String: [UInt8]]) throws(SandboxError) {
    // Where nobody can look into the user's own folder for such things, root's code could not either.
    let base = getuid() == 0 ? "/tmp" : FileManager.default.temporaryDirectory.path
    var template = Array("\(base)/cact-code-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SandboxError.system("no folder in \(base): \(SystemFault.last)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
    for (name, bytes) in files {
      guard !name.contains("/"), FileManager.default.createFile(atPath: path + "/" + name, contents: Data(bytes)) else {
        remove()
        throw SandboxError.system("\(path)/\(name) cannot be written")
      }
      chmod(path + "/" + name, 0o644)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
