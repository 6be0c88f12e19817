/// Texts that begin like a page or a document. None of them is parsed here, and the scripts within are no programs of their own.
enum MarkupLanguage {
  /// `html`, `php`, `xml`; nil: the text begins otherwise. O(bytes).
  static func name(of text: ArraySlice<UInt8>) -> String? {
    let text = text.drop { $0 <= 0x20 }
    guard text.first == UInt8(ascii: "<") else { return nil }
    let head = String(decoding: text.dropFirst().prefix(40), as: UTF8.self).lowercased()
    if head.hasPrefix("?php") || head.hasPrefix("?=") || head.hasPrefix("? ") || head.hasPrefix("?\n") { return "php" }
    if head.hasPrefix("?xml") { return "xml" }
    if head.hasPrefix("!doctype html") || head.hasPrefix("!--") { return "html" }
    let name = head.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ":") }
    guard let next = head.dropFirst(name.count).first, next == ">" || next == "/" || next.isWhitespace else {
      return nil
    }
    if tags.contains(String(name)) { return "html" }
    // A tag that pages do not have; what ends otherwise may be prose that begins with a word in brackets.
    return !name.isEmpty && text.last { $0 > 0x20 } == UInt8(ascii: ">") ? "xml" : nil
  }

  /// With which pages and parts of them begin.
  private static let tags: Set<String> = [
    "a", "article", "aside", "audio", "body", "button", "canvas", "center", "div", "dl", "fieldset", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "img", "input",
    "label", "link", "main", "meta", "nav", "noscript", "ol", "p", "pre", "script", "section", "select", "span",
    "style",
    "svg", "table", "textarea", "title", "ul", "video",
  ]
}
