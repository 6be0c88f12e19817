import Rows
import TestSupport
import Tokenization

/// Rows and a tokenizer for the tests of this module.
enum Fixtures {
  static func tokenizer() throws -> Tokenizer { try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m") }

  static func rows(_ lines: [String]) throws -> Rows {
    try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "test.jsonl").0
  }

  /// Rows whose answers have many different lengths.
  static func many(_ count: Int) throws -> Rows {
    try rows(
      (0..<count).map { row in
        let answer = (0..<(row * row * 7 % 83 + 1)).map { "x\($0)" }.joined(separator: " ")
        return #"{"instruction": "Task \#(row)", "output": "\#(answer)"}"#
      })
  }
}
