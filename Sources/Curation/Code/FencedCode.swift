/// A block of code in a text: between lines of three or more back ticks or tildes, as Markdown has it.
public struct FencedCode: Sendable, Equatable {
  /// The word behind the opening fence, in lower case: `python`; empty where there is none.
  public var language: String
  /// The lines between the fences, each with its end. Without the indentation of the opening fence.
  public var code: [UInt8]
  /// Where these lines stand in the text, their indentation with them: an offset from its beginning.
  public var place: Range<Int>
  /// What opens it and would close it: three or more back ticks or tildes.
  public var fence: String
  /// Blanks before the opening fence.
  public var indentation: Int
  /// Whether a fence ends it, or the text does.
  public var isClosed = false
  /// Of each line where it stands in the text, counted from the text's beginning.
  var places: [Range<Int>] = []

  /// The blocks of a text in order; a last one that is not closed reaches to the end. O(bytes).
  public static func blocks(of text: ArraySlice<UInt8>) -> [FencedCode] {
    var blocks: [FencedCode] = []
    var open: (fence: UInt8, length: Int, block: FencedCode)?
    var start = text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.endIndex
      let line = text[start..<end]
      start = end
      let indentation = line.prefix { $0 == 0x20 }.count
      let rest = line.dropFirst(indentation)
      let fence = rest.first.flatMap { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") ? $0 : nil }
      let length = fence.map { fence in rest.prefix { $0 == fence }.count } ?? 0
      if let current = open {
        let isClosing =
          fence == current.fence && length >= current.length
          && rest.dropFirst(length).allSatisfy { $0 <= 0x20 }
        if isClosing {
          open?.block.isClosed = true
          if let block = open?.block { blocks.append(block) }
          open = nil
        } else {
          let kept = line.dropFirst(min(indentation, current.block.indentation))
          open?.block.code += kept
          open?.block.places.append(kept.startIndex - text.startIndex..<kept.endIndex - text.startIndex)
          open?.block.place = current.block.place.lowerBound..<end - text.startIndex
        }
      } else if let fence, length >= 3 {
        let info = rest.dropFirst(length).drop { $0 <= 0x20 }
        // A back tick behind the fence: code in a line.
        guard fence != UInt8(ascii: "`") || !info.contains(fence) else { continue }
        let word = info.prefix { $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "{") }
        let inside = end - text.startIndex
        let block = FencedCode(
          language: String(decoding: word, as: UTF8.self).lowercased(), code: [], place: inside..<inside,
          fence: String(repeating: Character(UnicodeScalar(fence)), count: length), indentation: indentation)
        open = (fence, length, block)
      }
    }
    if let current = open { blocks.append(current.block) }
    return blocks
  }
}
