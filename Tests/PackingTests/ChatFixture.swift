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
  /// Those of a file of all conversations that are read.
  let rows: Rows
  let ledger: Ledger
  let entries: [JSONValue]
  /// Jinja texts by the names of the fixture.
  let templates: [String: String]
  /// The place among `rows` of each conversation that is read.
  private let places: [Int: Int]

  /// Whether it is the repository's, and not another file of many conversations that is gone through once.
  let isOwn: Bool

  init() throws {
    let named = ProcessInfo.processInfo.environment["CACT_CHATS"]
    isOwn = named == nil
    json = try JSONValue.read(named ?? PackageRoot.path + "/Tests/Fixtures/chats.json")
    entries = try #require(json["conversations"]?.array)
    let lines = entries.map { entry -> String in
      let given = JSONObject(["messages", "tools"].compactMap { key in entry[key].map { (key, $0) } })
      return (entry["row"] ?? .object(given)).serialized()
    }
    (rows, ledger) = try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "chats.jsonl")
    places = Dictionary(uniqueKeysWithValues: rows.rowNumbers.enumerated().map { ($1 - 1, $0) })

    let published = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/templates.json")
    var templates: [String: String] = [:]
    for entry in published["known"]?.array ?? [] {
      let kind = entry["written"]?.bool == true ? "written " : "published "
      templates[kind + (entry["name"]?.string ?? "")] = entry["jinja"]?.string
    }
    for (what, entry) in published["own"]?.object ?? [:] { templates["like " + what] = entry["jinja"]?.string }
    for (name, text) in json["templates"]?.object ?? [:] { templates[name] = text.string }
    let folder = PackageRoot.path + "/Tests/Fixtures/jinja/templates/"
    for (name, _) in json["texts"]?.object ?? [:] where templates[name] == nil {
      templates[name] = String(decoding: try AtomicFile.read(folder + name + ".jinja"), as: UTF8.self)
    }
    self.templates = templates
  }

  /// What a conversation is of: its kind, or its seed.
  func kind(_ entry: Int) -> String { entries[entry]["kind"]?.string ?? "" }

  /// The place of a conversation among the rows; nil where it is not read.
  func place(_ entry: Int) -> Int? { places[entry] }

  /// A row as a conversation, a pair too; nil where it is not read.
  func conversation(_ entry: Int) -> Conversation? { places[entry].flatMap { rows.wholeConversation($0) } }

  /// What a directory with a tokenizer of the fixture says of special tokens.
  var special: SpecialTexts {
    SpecialTexts(begin: "<s>", end: "</s>", others: Set((json["added"]?.array ?? []).compactMap(\.string)))
  }

  /// The model's own template; nil where it is not followed.
  func template(_ name: String) throws -> Template? {
    try template(jinja: try #require(templates[name], "\(name)"))
  }

  /// A model's own template of this text; nil where it is not followed.
  func template(jinja: String) throws -> Template? {
    let found = ModelTemplate(jinja: jinja, special)
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

  /// LENGTH:HASH, as the fixture has it: the lower half of FNV-1a.
  static func digest(_ bytes: some Collection<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let hex = String(hash & 0xFFFF_FFFF, radix: 16)
    return "\(bytes.count):" + String(repeating: "0", count: 8 - hex.count) + hex
  }
}
