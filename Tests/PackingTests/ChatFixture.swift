import Documents
import Foundation
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

/// Tests/Fixtures/chats.json, and the templates and tokenizers that it is about.
struct ChatFixture {
  let json: JSONValue
  /// Each read by itself, as a row of a file.
  let rows: [Rows]
  let kinds: [String]
  /// Jinja texts by the names of the fixture.
  let templates: [String: String]

  init() throws {
    let named = ProcessInfo.processInfo.environment["CACT_CHATS"]
    json = try JSONValue.read(named ?? PackageRoot.path + "/Tests/Fixtures/chats.json")
    let conversations = try #require(json["conversations"]?.array)
    kinds = conversations.map { $0["kind"]?.string ?? "" }
    rows = try conversations.map { conversation in
      var line = try #require(conversation.object)
      line["kind"] = nil
      return try Fixtures.rows([JSONValue.object(line).serialized()])
    }
    let published = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/templates.json")
    var templates: [String: String] = [:]
    for entry in published["known"]?.array ?? [] {
      let kind = entry["written"]?.bool == true ? "written " : "published "
      templates[kind + (entry["name"]?.string ?? "")] = entry["jinja"]?.string
    }
    for (what, entry) in published["own"]?.object ?? [:] { templates["like " + what] = entry["jinja"]?.string }
    let folder = PackageRoot.path + "/Tests/Fixtures/jinja/templates/"
    for (name, _) in json["texts"]?.object ?? [:] where templates[name] == nil {
      templates[name] = String(decoding: try AtomicFile.read(folder + name + ".jinja"), as: UTF8.self)
    }
    self.templates = templates
  }

  /// The conversation of a row, a pair's too.
  static func conversation(_ rows: Rows) -> Conversation {
    if let conversation = rows.conversation(0) { return conversation }
    return Conversation([
      Conversation.Turn(.user, rows.question(0).map { Array($0) }),
      Conversation.Turn(.assistant, rows.answer(0).map { Array($0) }),
    ])
  }

  /// What a directory with a tokenizer of the fixture says of special tokens.
  var special: SpecialTexts {
    SpecialTexts(begin: "<s>", end: "</s>", others: Set((json["added"]?.array ?? []).compactMap(\.string)))
  }

  /// The model's own template; nil where it is not followed.
  func template(_ name: String) throws -> Template? {
    let found = ModelTemplate(jinja: try #require(templates[name], "\(name)"), special)
    return found.refusal == nil ? found.template : nil
  }

  /// One of ../Fixtures/tokenizers with the special tokens that the templates write.
  func tokenizer(_ kind: String) throws -> Tokenizer {
    let folder = try TemporaryDirectory()
    let source = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/tokenizers/\(kind)/tokenizer.json")
    var file = try #require(source.object)
    var added = file["added_tokens"]?.array ?? []
    let known = added.compactMap { $0["content"]?.string }
    let ids = added.compactMap { $0["id"]?.int } + (source["model"]?["vocab"]?.object ?? [:]).compactMap { $0.1.int }
    var next = (ids.max() ?? -1) + 1
    for content in json["added"]?.array ?? [] where !known.contains(content.string ?? "") {
      added.append(["id": .integer(next), "content": content, "special": true, "normalized": false])
      next += 1
    }
    file["added_tokens"] = .array(added)
    try AtomicFile.write(Array(JSONValue.object(file).serialized().utf8), to: folder("tokenizer.json"))
    let ends: JSONValue = ["bos_token": "<s>", "eos_token": "</s>"]
    try AtomicFile.write(Array(ends.serialized().utf8), to: folder("tokenizer_config.json"))
    return try Tokenizer(directory: folder.path)
  }

  /// LENGTH:FNV-1a, as the fixtures have it.
  static func digest(_ bytes: some Collection<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let hex = String(hash, radix: 16)
    return "\(bytes.count):" + String(repeating: "0", count: 16 - hex.count) + hex
  }
}
