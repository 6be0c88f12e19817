extension Column {
  /// Lists of numbers as vectors, as files have them that hold no vectors; nil where any value is something else, or of another
  /// length than the first.
  public var vectors: Column? {
    let texts: TextColumn
    switch self {
    case .vector: return self
    case .json(let column), .text(let column): texts = column
    case .integer, .number, .bool: return nil
    }
    var dimension: Int?
    var values: [[Float]?] = []
    for row in 0..<texts.count {
      guard let json = texts[row] else {
        values.append(nil)
        continue
      }
      guard let vector = Self.vector(json), dimension == nil || vector.count == dimension else { return nil }
      dimension = vector.count
      values.append(vector)
    }
    guard let dimension, dimension > 0 else { return nil }
    return .vectors(
      values.flatMap { $0 ?? [Float](repeating: .nan, count: dimension) }, dimension: dimension)
  }

  private static func vector(_ json: ArraySlice<UInt8>) -> [Float]? {
    json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      let numbers = try? scanner.elements { scanner throws(JSONScanner.Failure) in
        let value = try scanner.value()
        return value.kind == .number || value.kind == .integer
          ? Float(String(decoding: bytes[value.range], as: UTF8.self)) : nil
      }
      guard let numbers, !numbers.contains(nil) else { return nil }
      return numbers.compactMap { $0 }
    }
  }
}

extension Rows {
  /// The columns of vectors, in their order.
  public var vectorColumns: [String] {
    zip(names, columns).filter { $0.1.kind == .vector }.map(\.0)
  }
}
