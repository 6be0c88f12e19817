import Foundation
import TestSupport

/// The probe as a process beside the test, killed with its last reference.
final class Probe {
  private let process = Process()
  private let pipe = Pipe()
  private var rest = Data()

  /// - Parameter place: what it takes the file system for.
  init(_ arguments: [String], place: String? = nil) throws {
    process.executableURL = URL(fileURLWithPath: try BuiltProduct.path("StoreProbe"))
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PROBE_PLACE": place ?? ""]) { $1 }
    process.standardOutput = pipe
    try process.run()
  }

  deinit { end() }

  var number: Int32 { process.processIdentifier }

  /// The next line that it prints; nil: it has ended.
  func line() -> String? {
    while true {
      if let end = rest.firstIndex(of: 0x0A) {
        defer { rest.removeSubrange(...end) }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      let more = pipe.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      rest.append(more)
      rest = Data(rest)
    }
  }

  /// Everything else that it prints.
  var lines: [String] {
    var lines: [String] = []
    while let line = line() { lines.append(line) }
    return lines
  }

  /// As `kill -9` does.
  func end() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }
}
