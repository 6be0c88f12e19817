/// One value of one row.
public enum Cell: Sendable, Equatable {
  case missing
  /// UTF-8; a lone surrogate of the source stands as its three-byte form (WTF-8) and is shown as `\uXXXX`.
  case text(ArraySlice<UInt8>)
  case integer(Int64)
  case number(Double)
  case bool(Bool)
  /// A value of any other shape, as the bytes of its source.
  case json(ArraySlice<UInt8>)
  case vector([Float])
}

extension Cell {
  /// Whether there is no value.
  public var isMissing: Bool { self == .missing }

  /// The number of a number or an integer.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .missing, .text, .bool, .json, .vector: nil
    }
  }

  /// The text of a text.
  public var string: String? {
    if case .text(let bytes) = self { TextBytes.shown(bytes) } else { nil }
  }

  /// As a reader should see it, without quotes; a missing value is the empty string. Control characters are not escaped.
  public var description: String {
    switch self {
    case .missing: ""
    case .text(let bytes), .json(let bytes): TextBytes.shown(bytes)
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .bool(let value): String(value)
    case .vector(let values): "[" + values.map { String($0) }.joined(separator: ", ") + "]"
    }
  }
}

/// Why a cell holds no value: the row has no such field, or the field is `null`.
public enum Absence: UInt8, Sendable {
  case absent = 1
  case null = 2
}

/// Which cells of a column hold no value; costs nothing while all do.
struct Mask: Sendable, Equatable {
  private var states: [UInt8]?  // 0: present

  init() {}

  /// One state a row: 0 present, else the raw value of an `Absence`.
  init(_ states: [UInt8]) {
    self.states = states.allSatisfy { $0 == 0 } ? nil : states
  }

  subscript(row: Int) -> Absence? { states.flatMap { Absence(rawValue: $0[row]) } }

  var raw: [UInt8]? { states }

  func taking(_ indices: [Int]) -> Mask {
    guard let states else { return self }
    return Mask(indices.map { states[$0] })
  }
}
