import Foundation

/// What terminals send for keys that are no characters: an escape, then a code. Those with modifiers differ from terminal to terminal and
/// have no entry in its description, so that they are brought to the few that the editor binds; what is unknown means nothing.
package enum KeySequences {
  /// Whether the terminal has such keys, and can move its cursor.
  static var areKnown: Bool {
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return !terminal.isEmpty && terminal != "dumb"
  }

  /// How long the rest of a code may take: a person who types Escape, then a letter, takes longer.
  private static let patience: Int32 = 30

  /// The code of the key whose escape was read last; that alone where nothing follows at once. Nil: a key that means nothing here.
  /// - Parameter passesUnknown: somebody may have bound them.
  static func known(_ input: inout KeyInput, passesUnknown: Bool = false) -> [UInt8]? {
    guard let second = input.next(within: patience) else { return [0x1B] }
    if second == 0x1B {
      // Some terminals send Alt as an escape before the key's own.
      guard let code = known(&input, passesUnknown: passesUnknown), code.count > 1 else { return [0x1B] }
      let key = String(decoding: code.dropFirst(), as: UTF8.self)
      return ["[C": "f", "OC": "f", "[D": "b", "OD": "b"][key].map { [0x1B] + Array($0.utf8) } ?? code
    }
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { return [0x1B, second] }
    var code: [UInt8] = [second]
    while let byte = input.next(within: patience) {
      code.append(byte)
      // The Linux console sends its first function keys as `[[A`.
      if (0x40...0x7E).contains(byte), !(code.count == 2 && byte == UInt8(ascii: "[")) { break }
      if code.count > 16 { return nil }
    }
    let text = String(decoding: code, as: UTF8.self)
    // Not whole, or no code: as it was typed.
    guard let last = code.last, code.count > 1, (0x40...0x7E).contains(last) else { return [0x1B] + code }
    return meaning(of: text).map { [0x1B] + Array($0.utf8) } ?? (passesUnknown ? [0x1B] + code : nil)
  }

  /// - Parameter code: without its escape.
  package static func meaning(of code: String) -> String? {
    if plain.contains(code) { return code }
    if let other = others[code] { return other }
    // `[1;5C`: a cursor key with modifiers; `[3;5~` one of the others.
    guard code.hasPrefix("["), let separator = code.firstIndex(of: ";"), let last = code.last else { return nil }
    let modifiers = Int(code[code.index(after: separator)...].dropLast()).map { $0 - 1 } ?? 0
    // Shift alone selects elsewhere; here it moves.
    let byWord = modifiers & 0b1110 != 0
    switch (last, code[..<separator]) {
    case ("C", _): return byWord ? "f" : "[C"
    case ("D", _): return byWord ? "b" : "[D"
    case ("A", _), ("B", _), ("H", _), ("F", _): return "[\(last)"
    case ("~", "[3"): return byWord ? "d" : "[3~"
    default: return nil
    }
  }

  /// Those that the editor binds as they are.
  private static let plain: Set<String> = [
    "[A", "[B", "[C", "[D", "[H", "[F", "OA", "OB", "OC", "OD", "OH", "OF", "[1~", "[3~", "[4~", "[7~", "[8~",
    "[200~", "[201~",
  ]
  /// Of rxvt and older terminals.
  private static let others = [
    "[5C": "f", "[5D": "b", "Oc": "f", "Od": "b", "[c": "f", "[d": "b", "[3^": "d", "O5C": "f", "O5D": "b",
  ]
}
