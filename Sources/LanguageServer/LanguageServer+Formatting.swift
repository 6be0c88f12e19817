import Diagnostics
import Documents
import Syntax

extension LanguageServer {
  /// `textDocument/formatting`: the one edit that makes the document what `cact fmt` writes; null where it does not parse.
  func formatting(_ params: JSONValue) throws(RPCError) -> JSONValue {
    let document = try document(params)
    let analysis = analysis(of: document)
    guard analysis.parses else { return .null }
    let old = document.source.bytes
    let new = Array(Canonical.print(analysis.program).utf8)
    guard old != new else { return [] }
    /// Whether a place is inside a character or a line ending.
    func isInside(_ bytes: [UInt8], _ place: Int) -> Bool {
      guard place > 0, place < bytes.count else { return false }
      return bytes[place] & 0xC0 == 0x80 || bytes[place] == 0x0A && bytes[place - 1] == 0x0D
    }
    var front = zip(old, new).prefix { $0 == $1 }.count
    while front > 0, isInside(old, front) || isInside(new, front) { front -= 1 }
    var back = zip(old[front...].reversed(), new[front...].reversed()).prefix { $0 == $1 }.count
    while back > 0, isInside(old, old.count - back) || isInside(new, new.count - back) { back -= 1 }
    let text = String(decoding: new[front..<(new.count - back)], as: UTF8.self)
    return [["range": document.range(Span(front, old.count - back)), "newText": .string(text)]]
  }
}
