public import Digests
public import Documents
import Foundation
import LanguageModel
import Packing
public import Pipeline
import Rows
import Tuning

/// What a value holds, without what differs from run to run: how long it took, where its files lie.
public enum ValueContent {
  /// Equal for two values exactly where they hold the same, to the bit.
  /// - Throws: `FileError` where a model's weights cannot be read.
  public static func digest(of value: any Value) throws -> ContentDigest? {
    var builder = ContentDigest.Builder()
    builder.update(value.type.rawValue)
    switch value {
    case let rows as RowsValue:
      add(rows.rows, to: &builder)
      if let held = rows.heldOut { add(held.rows, to: &builder) }
    case let value as PacksValue:
      add(value.packs.rows, to: &builder)
      for sample in value.packs.samples {
        builder.update(sample.row)
        for token in sample.segment.tokens { builder.update(Int(token)) }
        for target in sample.segment.targets {
          builder.update(target.lowerBound)
          builder.update(target.upperBound)
        }
      }
      for bin in value.packs.bins {
        builder.update(bin.count)
        for place in bin { builder.update(place) }
      }
    case let model as ModelValue:
      for count in [model.outcome.steps, model.outcome.learnedTokens, model.parameterCount] { builder.update(count) }
      for loss in model.outcome.lossCurve { builder.update(loss) }
      // The configuration of an adapter names the folder of its base, which may lie anywhere.
      let folder = FileManager.default
      let weights = try folder.contentsOfDirectory(atPath: model.directory).filter { $0.hasSuffix(".safetensors") }
      for name in weights.sorted() {
        builder.update(name)
        builder.update(ContentDigest.of(try AtomicFile.read(model.directory + "/" + name, as: .data)))
      }
    case let report as ReportValue:
      builder.update(report.columnNames.joined(separator: "\n"))
      add(report.data, to: &builder)
    default: return nil
    }
    return builder.finalize()
  }

  /// The same of data, such as a verdict.
  public static func digest(of json: JSONValue) -> ContentDigest {
    var builder = ContentDigest.Builder()
    add(json, to: &builder)
    return builder.finalize()
  }

  private static func add(_ rows: Rows, to builder: inout ContentDigest.Builder) {
    builder.update(rows.count)
    for row in rows.rowNumbers { builder.update(row) }
    for (name, column) in zip(rows.names, rows.columns) {
      builder.update(name)
      builder.update(column.kind.rawValue)
      for row in 0..<rows.count { builder.update(column.isMissing(row)) }
      switch column {
      case .number(let numbers): for value in numbers.values { builder.update(value) }
      case .vector(let vectors): for value in vectors.values { builder.update(Double(value)) }
      case .text, .integer, .bool, .json: for row in 0..<rows.count { builder.update(column.cell(row).description) }
      }
    }
  }

  /// Members of a report's data that say what was measured of the run, not what came of it.
  private static let measured: Set<String> = [
    "seconds", "core_hours", "operations", "peak_memory", "joules", "energy", "money", "bill", "tokens_per_second",
    "looks",
  ]

  private static func add(_ json: JSONValue, to builder: inout ContentDigest.Builder) {
    switch json {
    case .null: builder.update("null")
    case .bool(let value): builder.update(value)
    case .integer(let value): builder.update(Int(value))
    case .number(let value): builder.update(value)
    case .string(let text): builder.update(text)
    case .array(let items):
      builder.update(items.count)
      for item in items { add(item, to: &builder) }
    case .object(let object):
      for (key, value) in object where !measured.contains(key) {
        builder.update(key)
        add(value, to: &builder)
      }
    }
  }
}
