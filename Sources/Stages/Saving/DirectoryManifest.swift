import Digests
import Documents
import Store

/// `cact.json` of a model's directory: how the model came about, and which files cact wrote, as what.
enum DirectoryManifest {
  static let name = "cact.json"

  /// What a directory says of itself.
  enum State {
    /// cact wrote these files and nothing else, and the list is as it wrote it.
    case listed([String: ContentDigest])
    /// A process is writing it, or was when it ended.
    case unfinished(ProcessIdentity)
    /// By a cact that kept no list: which of its files are cact's cannot be told.
    case unlisted
    /// Not by cact, or changed since.
    case foreign
  }

  /// The names under which the list, the process and the check of the whole stand.
  private enum Key {
    static let files = "files"
    static let writing = "unfinished"
    static let check = "sha256"
  }

  static func state(of directory: String) -> State {
    let path = directory + "/" + name
    guard FileKind(of: path) == .file, let bytes = try? AtomicFile.read(path, atMost: 16 << 20),
      var object = (try? JSONValue.parse(bytes, file: path))?.object, object["written_by"]?.string == "cact"
    else { return .foreign }
    if let process = object[Key.writing]?.string.flatMap(ProcessIdentity.init) { return .unfinished(process) }
    guard let check = object[Key.check]?.string else { return object[Key.files] == nil ? .unlisted : .foreign }
    object[Key.check] = nil
    guard let files = object[Key.files]?.object, check == digest(of: object) else { return .foreign }
    var listed: [String: ContentDigest] = [:]
    for (name, digest) in files { listed[name] = digest.string.flatMap { ContentDigest($0) } }
    return .listed(listed)
  }

  /// Says that this process is writing the directory.
  static func begin(in directory: String) throws {
    try put(
      ["written_by": "cact", Key.writing: .string(ProcessIdentity.current.description)], in: directory)
  }

  /// Lists the files that are there, in place of what `begin` wrote.
  static func finish(in directory: String, provenance: JSONObject) throws -> [String: ContentDigest] {
    var listed: [String: ContentDigest] = [:]
    var files = JSONObject()
    for file in try FileTree.names(in: directory).sorted() where file != name {
      let digest = try ContentDigest.of(file: directory + "/" + file)
      listed[file] = digest
      files[file] = .string(digest.description)
    }
    var object = provenance
    object[Key.files] = .object(files)
    object[Key.check] = .string(digest(of: object))
    try put(object, in: directory)
    return listed
  }

  private static func put(_ object: JSONObject, in directory: String) throws {
    try AtomicFile.write(JSONValue.object(object).serialized(pretty: true) + "\n", to: directory + "/" + name)
  }

  /// Of the content as it is read back, whatever way a number is written.
  private static func digest(of object: JSONObject) -> String {
    let text = JSONValue.object(object).serialized()
    let read = (try? JSONValue.parse(text, file: name))?.serialized()
    return ContentDigest.of(read ?? text).description
  }
}
