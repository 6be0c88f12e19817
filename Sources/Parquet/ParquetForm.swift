/// What the values of a field are, in a file that is written. Every one of them may be missing.
public indirect enum ParquetForm: Sendable, Equatable {
  case boolean
  /// Signed, of 64 bits.
  case integer
  /// Of 64 bits.
  case number
  /// Of 32 bits.
  case float
  /// UTF-8.
  case text
  case list(ParquetForm)
  /// At least one field, each of another name.
  case group([ParquetField])
}

/// A field of a row or of a group.
public struct ParquetField: Sendable, Equatable {
  /// As readers show it.
  public var name: String
  /// What its values are.
  public var form: ParquetForm

  /// A field of values of one form.
  public init(_ name: String, _ form: ParquetForm) {
    self.name = name
    self.form = form
  }
}

/// A value as `ParquetWriter` takes it; it has to be of its field's form.
public indirect enum ParquetValue: Sendable {
  /// No value, in a field of any form.
  case missing
  case boolean(Bool)
  case integer(Int64)
  /// Of a field of numbers or floats.
  case number(Double)
  /// UTF-8.
  case text(ArraySlice<UInt8>)
  case list([ParquetValue])
  /// One for each field of the group, in their order.
  case group([ParquetValue])
}
