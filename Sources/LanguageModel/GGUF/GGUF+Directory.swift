import Digests
import Documents
import Foundation

extension GGUF {
  /// A Hugging Face directory that stands for a file: config.json, generation_config.json and the tokenizer as the file describes
  /// them, and a link to it as the weights. Whatever takes a model's directory takes this.
  ///
  /// It is made once, in the user's cache, under a name that the file's path, size, time of change and beginning decide.
  enum Companion {
    /// Changed where what is written changes.
    private static let edition = 1

    /// $XDG_CACHE_HOME/cact/gguf, else ~/.cache/cact/gguf.
    static func root(_ environment: [String: String]) -> String {
      let home = environment["HOME"] ?? NSHomeDirectory()
      let cache = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.cache"
      return cache + "/cact/gguf"
    }

    /// The directory for a file; `name` is what the model is called, as the file's name without its ending where it is nil.
    ///
    /// Throws `FileError` where the file cannot be read or the directory cannot be made, and `LanguageModelError` for what is no
    /// model that is read.
    static func directory(of path: String, name: String? = nil, _ environment: [String: String]) throws -> String {
      let file = try PlainFile(path)
      let whole = ResolvedPath(path).path
      var digest = ContentDigest.Builder()
      digest.update(edition)
      digest.update(whole)
      digest.update(Int(file.facts.st_size))
      digest.update(Int(FileIdentity(path: whole, file.facts).modified))
      // Two changes may have one time.
      var start = [UInt8](repeating: 0, count: 1 << 20)
      let count = try start.withUnsafeMutableBytes { try file.read(into: $0) }
      digest.update(start[..<count])
      let root = root(environment)
      let folder = root + "/" + String(digest.finalize().description.prefix(24))
      let stem = name ?? ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      let place = folder + "/" + (stem.isEmpty ? "model" : stem.replacingOccurrences(of: "/", with: "-"))
      if FileTree.exists(place + "/" + fileName) { return place }
      try make(place, of: whole, try Reader(path), folder: folder)
      return place
    }

    private static func make(_ place: String, of whole: String, _ file: Reader, folder: String) throws {
      // Everything that can be wrong with the file is said before anything is written.
      let configuration = try GGUF.configuration(file)
      let tokenizer = try GGUF.tokenizer(file)
      try FileTree.makeDirectory(folder)
      let temporary = "\(folder)/.\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
      guard mkdir(temporary, 0o777) == 0 else { throw FileError(path: place, operation: .create) }
      defer { FileTree.remove(temporary) }
      func write(_ value: JSONValue, _ name: String) throws {
        try AtomicFile.write(value.serialized(pretty: true) + "\n", to: temporary + "/" + name)
      }
      try write(.object(configuration), "config.json")
      var generation: JSONObject = ["do_sample": false]
      for key in ["bos_token_id", "eos_token_id"] { generation[key] = configuration[key] }
      try write(.object(generation), GenerationConfiguration.name)
      try write(tokenizer.settings, "tokenizer_config.json")
      try AtomicFile.write(tokenizer.tokenizer.serialized() + "\n", to: temporary + "/tokenizer.json")
      guard symlink(whole, temporary + "/" + fileName) == 0 else {
        throw FileError(path: place, operation: .create)
      }
      // Another process may have made it meanwhile.
      if rename(temporary, place) != 0 {
        let code = errno
        guard FileTree.exists(place + "/" + fileName) else {
          throw FileError(path: place, operation: .create, code: code)
        }
      }
      AtomicFile.syncDirectory(folder)
    }
  }

  /// The file that a directory stands for; nil for any other directory.
  package static func source(
    of directory: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    let root = Companion.root(environment)
    guard directory.hasPrefix(root + "/") else { return nil }
    return try? FileManager.default.destinationOfSymbolicLink(atPath: directory + "/" + fileName)
  }

  /// The one file of a directory that holds weights in no other form; nil where there is none, or it is used as it is.
  ///
  /// Throws `LanguageModelError.file` where there are several.
  static func only(in directory: String) throws -> String? {
    let names = ((try? FileTree.names(in: directory)) ?? []).sorted()
    let isOther = names.contains { $0.hasSuffix(".safetensors") || $0.hasSuffix(".safetensors.index.json") }
    if isOther || names.contains(PEFT.configuration) { return nil }
    if names.contains(fileName), names.contains("config.json") { return nil }
    // What belongs to images is no model by itself.
    let files = names.filter { isNamed($0) && !$0.hasPrefix("mmproj") }
    guard files.count < 2 else {
      throw LanguageModelError.file(
        path: directory,
        reason: "holds several GGUF files; name one: " + files.map { directory + "/" + $0 }.joined(separator: ", "))
    }
    return files.first.map { directory + "/" + $0 }
  }
}
