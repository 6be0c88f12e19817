/// What a function, a method, a filter or a test is given besides its first value.
struct Arguments {
  var positional: [Value] = []
  var keywords: [(name: String, value: Value)] = []

  static let none = Arguments()

  /// The arguments by the names of the parameters; those left out are nil.
  ///
  /// Throws where there are too many, or one of a name that there is not, or fewer than `required`.
  func bound(_ function: String, _ names: [String], required: Int = 0) throws(Failure) -> Bound {
    var values: [Value?] = []
    values.reserveCapacity(names.count)
    for value in positional { values.append(value) }
    if values.count > names.count {
      throw .type("\(function) takes at most \(names.count) arguments (\(positional.count) given)")
    }
    while values.count < names.count { values.append(nil) }
    for (name, value) in keywords {
      guard let place = names.firstIndex(of: name) else {
        throw .type("\(function) has no parameter '\(name)'")
      }
      if place < positional.count { throw .type("\(function) has two values for '\(name)'") }
      values[place] = value
    }
    for place in 0..<required where values[place] == nil {
      throw .type("\(function) is missing its argument '\(names[place])'")
    }
    return Bound(function: function, values: values)
  }

  /// For functions that take no names.
  func unnamed(_ function: String, _ counts: ClosedRange<Int>) throws(Failure) -> Bound {
    if let keyword = keywords.first { throw .type("\(function) takes no argument by its name: '\(keyword.name)'") }
    guard counts.contains(positional.count) else {
      let wanted =
        counts.lowerBound == counts.upperBound ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      throw .type("\(function) takes \(wanted) arguments (\(positional.count) given)")
    }
    var values: [Value?] = positional
    while values.count < counts.upperBound { values.append(nil) }
    return Bound(function: function, values: values)
  }

  struct Bound {
    let function: String
    let values: [Value?]

    subscript(place: Int) -> Value? { place < values.count ? values[place] : nil }

    /// None counts as left out.
    func given(_ place: Int) -> Value? {
      guard let value = self[place], !value.isNone else { return nil }
      return value
    }

    func int(_ place: Int, default fallback: Int) throws(Failure) -> Int {
      guard let value = self[place] else { return fallback }
      guard let number = value.index else {
        if case .undefined(let undefined) = value { throw undefined.failure }
        throw .type("\(function) wants a whole number, not '\(value.typeName)'")
      }
      return number
    }

    func text(_ place: Int) throws(Failure) -> Text {
      guard let value = self[place] else { throw .type("\(function) is missing an argument") }
      guard case .string(let text) = value else {
        throw .type("\(function) wants a string, not '\(value.typeName)'")
      }
      return text
    }

    /// A text, or None where it is left out.
    func textIfGiven(_ place: Int) throws(Failure) -> Text? { try given(place) == nil ? nil : text(place) }

    func isTrue(_ place: Int, default fallback: Bool = false) -> Bool { self[place]?.isTrue ?? fallback }
  }
}
