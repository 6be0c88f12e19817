import Digests
public import Documents
import Foundation
import Store
public import Work

/// A file that cact writes for the user. Beside it stands `.NAME.cact.json` with its digest, by which cact knows it again:
/// only a file that is as cact wrote it is replaced unasked.
public struct WrittenFile: Sendable {
  /// As it is written by the user.
  public let path: String
  let place: ResolvedPath

  /// The file at `path`, where `~` is the home folder; nothing is looked at yet.
  public init(_ path: String) {
    self.path = path
    place = ResolvedPath((path as NSString).expandingTildeInPath)
  }

  var sidecar: String { place.beside(".\(place.name).cact.json") }

  /// What cact noted of the file, its digest and the members that `write` was given; nil where nothing is noted.
  var note: JSONObject? { FileKind(of: sidecar) == .file ? object(sidecar) : nil }

  /// Looks at what stands in the place.
  ///
  /// - Parameter replacing: a file or a link of this name is to be replaced, whoever made it.
  /// - Returns: the digest of the file that stands there; nil where none does.
  /// - Throws: `Refusal`, or `FileError` for a file that cannot be read.
  @discardableResult
  func check(replacing: Bool) throws -> ContentDigest? {
    if let reason = ProtectedPlaces.reason(place.path) { throw Refusal("\"\(path)\" \(reason)", "name a file") }
    if let kind = FileKind(of: sidecar), kind != .file || written(sidecar) == nil {
      throw Refusal(
        "\"\(sidecar)\" was not written by cact, which needs this name for its notes on \"\(path)\"",
        "choose another name, or move it away")
    }
    switch FileKind(of: place.path) {
    case nil: return nil
    case .directory: throw Refusal("\"\(path)\" is a directory", "choose another name")
    case .other: throw Refusal("\"\(path)\" is a pipe or a device, not a file", "choose another name")
    case .link:
      guard replacing else {
        throw Refusal(
          "\"\(path)\" is a link that cact did not make",
          "add `replace` to replace the link; its target stays")
      }
      return nil
    case .file:
      let digest = try ContentDigest.of(file: place.path)
      guard replacing || written(sidecar)?.contains(digest.description) == true else {
        throw Refusal("\"\(path)\" was not written by cact", "add `replace` to replace it")
      }
      return digest
    }
  }

  /// Writes the file and what stands beside it, whole or not at all, whenever the process ends: what stands beside knows
  /// the file that was there and the one that takes its place.
  ///
  /// - Throws: `Refusal`; `FileError`; what `body` throws.
  public func write(
    _ members: KeyValuePairs<String, JSONValue> = [:], replacing: Bool = false, work: Work = .silent,
    _ body: (AtomicFile.Writer) throws -> Void
  ) throws {
    try check(replacing: replacing)
    let file = try AtomicFile.Writer(place.path, followsLink: false)
    try body(file)
    try file.sync()
    let digest = try ContentDigest.of(file: file.temporary)
    let lock = try FolderLock(place.folder, work: work)
    defer { lock.release() }
    AtomicFile.removeLeftovers(of: place.path)
    AtomicFile.removeLeftovers(of: sidecar)
    // Whatever came there meanwhile counts.
    let before = try check(replacing: replacing)
    let stood = FileKind(of: sidecar) != nil
    var object = JSONObject([("written_by", .string("cact")), ("sha256", .string(digest.description))])
    object["before"] = before.map { .string($0.description) }
    for (key, value) in members { object[key] = value }
    try AtomicFile.write(JSONValue.object(object).serialized(pretty: true) + "\n", to: sidecar)
    do {
      try file.commit()
    } catch {
      if !stood { unlink(sidecar) }
      throw error
    }
  }

  /// The digests that a sidecar names; nil where it is none.
  private func written(_ sidecar: String) -> [String]? {
    object(sidecar).map { object in ["sha256", "before"].compactMap { object[$0]?.string } }
  }

  private func object(_ sidecar: String) -> JSONObject? {
    let json = try? JSONValue.parse(AtomicFile.read(sidecar, atMost: 16 << 20), file: sidecar)
    guard let object = json?.object, object["written_by"]?.string == "cact" else { return nil }
    return object
  }
}
