extension Column {
  /// Whether no row has a value.
  public var hasNoValue: Bool { (0..<count).allSatisfy(isMissing) }

  /// The same values in a column of another kind: whole numbers among others, and any kind where there are no values but for vectors. nil
  /// where they cannot stand in one.
  public func asKind(_ kind: Kind) -> Column? {
    if kind == self.kind { return self }
    if case .integer(let column) = self, kind == .number {
      return .number(NumberColumn(values: doubles ?? [], mask: column.mask, source: nil))
    }
    guard hasNoValue else { return nil }
    let gaps = (0..<count).map { absence($0) ?? .absent }
    let mask = Mask(gaps.map(\.rawValue))
    switch kind {
    case .text: return .text(TextColumn(arena: [], places: gaps.map { .missing($0) }))
    case .json: return .json(TextColumn(arena: [], places: gaps.map { .missing($0) }))
    case .integer: return .integer(IntegerColumn(values: gaps.map { _ in 0 }, mask: mask))
    case .number: return .number(NumberColumn(values: gaps.map { _ in .nan }, mask: mask, source: nil))
    case .bool: return .bool(BoolColumn(values: gaps.map { _ in false }, mask: mask))
    case .vector: return nil
    }
  }
}
