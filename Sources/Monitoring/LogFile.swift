import Foundation

/// Appends to a log: opened for each line, so that one that is moved away begins anew, and written at once, so that two programs that
/// share one do not mix their lines.
enum LogFile {
  struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ path: String, _ reason: String) { description = "\(path): \(reason)" }
  }

  /// How every line of a log begins: nothing else is appended to.
  static let beginning = #"{"cact":"run""#

  static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
    // A pipe that nobody reads must not hold up the stage.
    let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o644)
    guard file >= 0 else { throw Failure(path, String(cString: strerror(errno))) }
    defer { close(file) }
    var state = stat()
    guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else {
      throw Failure(path, "it is no regular file")
    }
    if state.st_size > 0 {
      var start = [UInt8](repeating: 0, count: beginning.utf8.count)
      let count = pread(file, &start, start.count, 0)
      guard count == start.count, start.elementsEqual(beginning.utf8) else {
        throw Failure(path, "it is there and is no run log")
      }
    }
    let written = write(file, bytes, bytes.count)
    guard written == bytes.count else {
      throw Failure(path, written < 0 ? String(cString: strerror(errno)) : "no space left for a whole line")
    }
  }
}
