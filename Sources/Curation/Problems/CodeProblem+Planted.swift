extension CodeProblem {
  /// A program that must fail: the one that the row itself calls wrong, else the reference with its function's body replaced. nil where the
  /// function's name is not known, or its place.
  package var planted: [UInt8]? {
    if let buggy { return buggy }
    guard let entryPoint, let language else { return nil }
    // A later definition of a name is the one that counts.
    if language.name == "python", let reference {
      return reference + Array("\n\ndef \(entryPoint)(*arguments, **options):\n    \(language.trap)\n".utf8)
    }
    guard form == .code else { return nil }
    let head = Array(prompt.utf8) + Array("\n    \(language.trap)\n".utf8)
    return testsCloseCode
      ? head : head + Array(String(repeating: "}\n", count: OpenBraces(Array(prompt.utf8), language).depth).utf8)
  }
}
