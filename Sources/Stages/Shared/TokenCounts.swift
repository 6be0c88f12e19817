import Digests
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Store
import Work

/// The columns `tokens` and `answer_tokens`, which are there on any rows.
///
/// Of a few megabytes of text they are counted at once. Encoding takes longer than reading, so those of more text are
/// made when something first asks for them, and then remembered.
struct TokenCounts: Sendable, Codable, Hashable {
  /// In the order of the lists behind them.
  static let names = ["tokens", "answer_tokens"]
  /// Up to so many bytes of text are counted at once: some tenths of a second.
  static let atOnce = 8 << 20
  private static let sampleSize = 4_096

  /// The model's directory, and its content when the rows were loaded.
  let directory: String
  let model: ContentDigest
  /// The setting `template`.
  let template: String

  init(_ settings: Settings, _ models: ModelLibrary) throws {
    directory = try models.directory(settings)
    model = try models.contentDigest(directory: directory)
    template = settings.template
  }

  /// What of it decides the counts, as `save` notes it.
  var identity: [String] { [model.description, template] }

  /// The rows with both columns, by the model of the settings.
  ///
  /// - Parameter limit: bytes of text that are counted at once.
  static func adding(
    to rows: Rows, settings: Settings, models: ModelLibrary, work: Work, limit: Int = TokenCounts.atOnce
  ) throws -> Rows {
    let counts = try TokenCounts(settings, models)
    let counted: Rows
    do { counted = try counts.adding(to: rows, models) } catch is DamagedValue {
      // Somebody writes into its directory at this moment.
      throw LanguageModelError.file(path: counts.directory, reason: "has changed since it was loaded")
    }
    if TextFolder.bytes(of: rows) <= limit { try counted.settle(names, work: work) }
    return counted
  }

  /// The rows with these columns, or both, still to be made, behind the others.
  /// - Throws: `DamagedValue` where the model is no longer what it was.
  func adding(_ names: [String] = TokenCounts.names, to rows: Rows, _ library: ModelLibrary) throws -> Rows {
    guard try library.contentDigest(directory: directory) == model else { throw DamagedValue() }
    let tokenizer = try library.tokenizer(directory: directory)
    let template = try library.template(named: template, directory: directory).template
    let counts = DeferredCounts(count: rows.count, lists: Self.names.count) { places, work in
      try EncodedRows.counts(of: rows, at: places, tokenizer: tokenizer, template: template, work: work)
    }
    var result = rows
    for name in names {
      guard let list = Self.names.firstIndex(of: name) else { throw DamagedValue() }
      result = result.adding(
        .integer(IntegerColumn(counts, list: list, rows: Array(0..<rows.count))), named: name)
    }
    return result
  }

  /// Makes the counts of rows that were not counted yet, for a stage that is about to read them: from what is
  /// remembered, or by counting, which is then remembered.
  static func settle(_ value: RowsValue, _ context: RunContext) throws {
    guard let counting = value.counting, let (counts, places) = value.rows.deferredCounts("tokens") else {
      return try value.rows.settle(names, work: context.work)
    }
    let key = counting.key(of: value.rows)
    if let known = try context.store.value(for: key).flatMap({ decode(try $0.bytes(), rows: places.count) }) {
      counts.fill(known, rows: places)
    } else {
      let lists = try names.indices.map { try counts.values(list: $0, rows: places, work: context.work) }
      try context.store.put(key, bytes: encode(lists.map { $0.map(Int32.init) }), engine: .current)
    }
    try value.rows.settle(names, work: context.work)
  }

  /// The rows with the counts of those at `places` made again, by the model of the settings: their texts are others.
  static func recounting(_ rows: Rows, at places: [Int], _ context: RunContext) throws -> Rows {
    let directory = try context.models.directory(context.settings)
    let template = try context.models.template(context.settings, directory: directory).template
    guard !places.isEmpty else { return rows }
    let lists = try EncodedRows.counts(
      of: rows, at: places, tokenizer: context.models.tokenizer(directory: directory), template: template,
      work: context.work)
    return zip(names, lists).reduce(rows) { rows, new in
      guard let old = rows.column(new.0)?.doubles else { return rows }
      var values: [Int?] = old.map { $0.isFinite ? Int($0) : nil }
      for (place, count) in zip(places, new.1) { values[place] = Int(count) }
      return rows.adding(.integers(values), named: new.0)
    }
  }

  /// `about 41,000,000` where the tokens are not counted: from some of the rows, evenly spaced.
  static func about(_ rows: Rows) -> String {
    let step = max(1, rows.count / sampleSize)
    let some = rows.taking(Array(stride(from: 0, to: rows.count, by: step)))
    let mean = Double(RowsValue(some).countedTokens) / Double(max(1, some.count))
    let guess = mean * Double(rows.count)
    // More than two digits would promise too much.
    let unit = pow(10, max(0, floor(log10(max(1, guess))) - 1))
    return "about \(Figures.count(Int((guess / unit).rounded() * unit)))"
  }

  // MARK: -

  /// Where the counts of rows are remembered: of the file, the places in it, the columns that play the roles, tokenizer
  /// and template.
  private func key(of rows: Rows) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("token counts 2")
    builder.update(model)
    builder.update(template)
    builder.update(rows.source.digest)
    for role in [rows.roles.question, rows.roles.input, rows.roles.answer, rows.roles.plainText] {
      builder.update(role ?? "")
    }
    // Which answers are learned is not of the file.
    if rows.roles.conversation != nil { for row in 0..<rows.count { builder.update(rows.contentKey(of: row)) } }
    rows.rowNumbers.withUnsafeBytes { builder.update($0) }
    return builder.finalize()
  }

  /// Little-endian: one list after the other.
  private static func encode(_ lists: [[Int32]]) -> [UInt8] {
    var bytes: [UInt8] = []
    for list in lists { list.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// Nil unless there is a count for each row in each list.
  private static func decode(_ bytes: [UInt8], rows: Int) -> [[Int32]]? {
    guard bytes.count == rows * names.count * 4 else { return nil }
    let all = bytes.withUnsafeBytes { raw in
      (0..<rows * names.count).map { Int32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)) }
    }
    guard all.allSatisfy({ $0 >= 0 }) else { return nil }
    return names.indices.map { Array(all[$0 * rows..<($0 + 1) * rows]) }
  }
}
