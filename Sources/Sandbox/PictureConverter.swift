import CLinux
import Foundation
public import Work

/// Draws vector graphics as points, by a program of the system's.
///
/// The program is not foreign, and what it draws is a text of cact's own that reads nothing from elsewhere: it is not isolated. It gets
/// an empty environment, a folder with that text alone, fixed names, and limits on time, memory and files.
public enum PictureConverter {
  /// What draws.
  public static let program = "rsvg-convert"
  /// Where Debian has it.
  public static let package = "librsvg2-bin"

  /// Whether the program is there.
  public static var isThere: Bool { Tools.find(program) != nil }

  private static let limits = SandboxLimits(seconds: 30, memoryBytes: 2 << 30)

  /// A page of SVG as PNG, on white, each unit of its view box being `zoom` points. Blocks the calling thread.
  ///
  /// - Throws: `SandboxError` where the program is not there or fails.
  public static func png(_ svg: [UInt8], zoom: Int = 2, work: Work) throws(SandboxError) -> [UInt8] {
    guard let converter = Tools.find(program) else {
      throw SandboxError.unavailable("`\(program)` is not installed")
    }
    let folder = try CodeFolder(["picture.svg": svg])
    defer { folder.remove() }
    let command = [
      converter, "--format=png", "--zoom=\(zoom)", "--background-color=#ffffff", "--output=picture.png", "picture.svg",
    ]
    var child = ChildProcess(command: limits.limiting(command, countingProcesses: false), folder: folder.path)
    child.environment = ["PATH=\(Tools.path)", "LANG=C.UTF-8", "HOME=\(folder.path)", "TMPDIR=\(folder.path)"]
    let outcome = try child.run(limits, cancellation: work.cancellation)
    guard outcome.end == .exited(0), let picture = FileManager.default.contents(atPath: folder.path + "/picture.png")
    else {
      let said = String(decoding: outcome.output.prefix(300), as: UTF8.self).split(separator: "\n").first ?? ""
      throw SandboxError.system("\(program): \(said.isEmpty ? "\(outcome.end)" : String(said))")
    }
    return Array(picture)
  }
}
