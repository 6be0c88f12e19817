import Digests
import Foundation
import Rows

/// What is compared where a file is read in two ways.
enum ReadingTrace {
  /// Everything that reading says, errors among it.
  static func of(_ path: String, _ options: ReadOptions = ReadOptions()) -> [String] {
    do {
      let (rows, ledger) = try RowReader.read(path: path, options: options)
      return [
        rows.names.joined(separator: ","), "\(rows.columns.map(\.kind))", "\(rows.rowNumbers)", "\(rows.roles)",
        rows.source.digest.description, String(decoding: RowWriter.bytes(rows, as: JSONLines()), as: UTF8.self),
        rows.digest().description, "\(ledger)", "\(ledger.failed.map(\.rows))",
        "\((0..<rows.count).map { [rows.question($0), rows.answer($0)] })", "\(rows.summaries())",
      ]
    } catch { return ["\(error)"] }
  }
}
