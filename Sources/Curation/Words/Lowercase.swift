/// Lower case as Python's `str.lower()` makes it: Unicode's full mapping, and a capital sigma that ends a word becomes ς.
enum Lowercase {
  /// Appends the lower case of `scalars`, which may be lone surrogates, to `result`.
  static func append(_ scalars: [UInt32], to result: inout [UInt32]) {
    for (place, scalar) in scalars.enumerated() {
      if scalar < 0x80 {
        result.append(scalar >= 0x41 && scalar <= 0x5A ? scalar + 0x20 : scalar)
      } else if scalar == 0x3A3 {
        result.append(isFinal(scalars, place) ? 0x3C2 : 0x3C3)
      } else if scalar < 0x1_0000, basic[Int(scalar)] != several {
        result.append(basic[Int(scalar)])
      } else if let known = Unicode.Scalar(scalar) {
        result.append(contentsOf: known.properties.lowercaseMapping.unicodeScalars.map(\.value))
      } else {
        result.append(scalar)
      }
    }
  }

  private static let several = UInt32.max

  /// The lower case of each character of the basic plane; `several` where it is more than one.
  private static let basic: [UInt32] = (0..<0x1_0000).map { value in
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return UInt32(value) }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first?.value ?? several : several
  }

  /// Unicode's Final_Sigma: a cased letter before, none after, whatever case ignores passed over.
  private static func isFinal(_ scalars: [UInt32], _ place: Int) -> Bool {
    func nextIsCased(_ direction: Int) -> Bool {
      var at = place + direction
      while scalars.indices.contains(at) {
        guard let properties = Unicode.Scalar(scalars[at])?.properties else { return false }
        if !properties.isCaseIgnorable { return properties.isCased }
        at += direction
      }
      return false
    }
    return nextIsCased(-1) && !nextIsCased(1)
  }
}
