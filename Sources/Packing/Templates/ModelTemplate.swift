import Documents

/// The template that a model's questions are put in, and how it came to be that one.
public struct ModelTemplate: Sendable, Hashable {
  /// The template to use.
  public var template: Template
  /// The model has a chat template of its own, which is none that cact knows.
  public var isStandIn: Bool

  /// A template; `isStandIn` where the model itself has none.
  public init(_ template: Template, isStandIn: Bool = false) {
    self.template = template
    self.isStandIn = isStandIn
  }

  /// The directory's own chat template; where it has none, or one that cact does not know, the plain one.
  ///
  /// - Throws: `FileError` or `JSONError` for a file that is there and cannot be read.
  public init(directory: String) throws {
    guard let jinja = try ChatTemplateFile.jinja(directory: directory) else {
      self.init(.plain)
      return
    }
    let known = Template.recognized(inJinja: jinja)
    self.init(known ?? .plain, isStandIn: known == nil)
  }

  /// `chatml`; with a remark where another than the model's own is used.
  public var shown: String {
    template.name + (isStandIn ? " (the model's own chat template is not one that cact knows)" : "")
  }
}

/// Where a Hugging Face directory keeps its chat template.
public enum ChatTemplateFile {
  /// The file that is written, and read before the others.
  public static let name = "chat_template.jinja"

  /// Writes the template as the directory's own: `chat_template.jinja` stands before what `tokenizer_config.json` says.
  ///
  /// - Throws: `FileError`.
  public static func write(_ template: Template, to directory: String) throws {
    try AtomicFile.write(Array(template.jinja.utf8), to: directory + "/" + name)
  }

  /// The Jinja text of `chat_template.jinja`, of `chat_template.json`, or in `tokenizer_config.json`; of several named
  /// ones the `default`. nil where there is none.
  ///
  /// - Throws: `FileError` or `JSONError` for a file that is there and cannot be read.
  public static func jinja(directory: String) throws -> String? {
    if let bytes = try content(directory + "/" + name) { return String(decoding: bytes, as: UTF8.self) }
    for file in ["chat_template.json", "tokenizer_config.json"] {
      let path = directory + "/" + file
      guard let bytes = try content(path) else { continue }
      let entry = try JSONValue.parse(bytes, file: path)["chat_template"]
      if let text = entry?.string { return text }
      let named = (entry?.array ?? []).first { $0["name"]?.string == "default" } ?? entry?.array?.first
      if let text = named?["template"]?.string { return text }
    }
    return nil
  }

  private static func content(_ path: String) throws -> [UInt8]? {
    do { return try AtomicFile.read(path, as: .text) } catch  where error.isMissing { return nil }
  }
}
