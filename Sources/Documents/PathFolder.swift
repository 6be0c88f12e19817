extension String {
  /// The folder of a path: what stands before its last name, without a slash behind it; empty for a name alone, `/` at the root.
  ///
  /// Foundation's `deletingLastPathComponent` traps on a relative path of one character, which a user may well type.
  public var pathFolder: String {
    let isAbsolute = hasPrefix("/")
    var rest = Substring(self)
    func dropSlashes() { while rest.utf8.last == UInt8(ascii: "/") { rest.removeLast() } }
    dropSlashes()
    guard !rest.isEmpty else { return isAbsolute ? "/" : "" }
    guard let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    rest = rest[..<slash]
    dropSlashes()
    return rest.isEmpty ? "/" : String(rest)
  }
}
