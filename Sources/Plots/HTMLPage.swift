import Diagnostics

/// A page of HTML: one file that reads nothing from elsewhere and runs nothing. All text is escaped, and the page forbids itself scripts
/// and whatever lies outside.
public enum HTMLPage {
  /// The whole document.
  /// - Parameters:
  ///   - sections: HTML, one below the other.
  ///   - footer: text, escaped here.
  public static func document(title: String, sections: [String], footer: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Markup.escaped(title))</title>
    <style>\(style)</style></head>
    <body><main><h1>\(Markup.escaped(title))</h1>
    \(sections.joined(separator: "\n"))
    <footer>\(Markup.escaped(footer))</footer></main></body></html>

    """
  }

  /// Sentences, each a paragraph.
  public static func sentences(_ texts: [String], strong: Bool = false) -> String {
    texts.map { text in
      let shown = Markup.escaped(text)
      return "<p>\(strong ? "<strong>\(shown)</strong>" : shown)</p>"
    }.joined(separator: "\n")
  }

  /// Lines as they stand.
  public static func lines(_ lines: [String]) -> String {
    lines.isEmpty ? "" : "<pre>\(Markup.escaped(lines.joined(separator: "\n"), keepNewlines: true))</pre>"
  }

  /// Lines as they stand, in pieces, some with a style of their own.
  /// - Parameter lines: text, escaped here; the styles are not.
  public static func lines(_ lines: [[(text: String, style: String?)]]) -> String {
    let shown = lines.map { pieces in
      pieces.map { piece in
        let text = Markup.escaped(piece.text)
        return piece.style.map { "<span style=\"\($0)\">\(text)</span>" } ?? text
      }.joined()
    }
    return shown.isEmpty ? "" : "<pre>\(shown.joined(separator: "\n"))</pre>"
  }

  /// What a stage prints: its tables keep their columns, also where the page is narrower, and its sentences are folded.
  public static func printed(_ lines: [String]) -> String {
    let folded = lines.flatMap { line -> [String] in
      let indent = line.prefix { $0 == " " }
      let text = String(line.dropFirst(indent.count))
      guard !text.isEmpty, !text.contains("  ") else { return [line] }
      return DisplayText.wrapped(text, to: max(40, 96 - indent.count)).map { indent + $0 }
    }
    return folded.isEmpty
      ? "" : "<pre class=\"wide\">\(Markup.escaped(folded.joined(separator: "\n"), keepNewlines: true))</pre>"
  }

  /// A section under its head.
  public static func section(_ head: String, _ body: String) -> String {
    body.isEmpty ? "" : "<section><h2>\(Markup.escaped(head))</h2>\n\(body)</section>"
  }

  /// - Parameters:
  ///   - cells: text, escaped here; those under a numeric head are set to the right, those of several lines stand as they are
  ///     written.
  ///   - isForeign: it stands in a page that is not this one, whose style may set text to the right too.
  public static func table(
    _ heads: [(name: String, isNumeric: Bool)], _ cells: [[String]], isForeign: Bool = false
  ) -> String {
    func look(_ isNumeric: Bool) -> String {
      if isForeign { return " style=\"text-align:\(isNumeric ? "right" : "left");vertical-align:top\"" }
      return isNumeric ? " class=\"n\"" : ""
    }
    func shown(_ text: String) -> String {
      let isOneLine = !text.utf8.contains(UInt8(ascii: "\n"))
      return isOneLine
        ? Markup.escaped(text) : "<div style=\"\(block)\">\(Markup.escaped(text, keepNewlines: true))</div>"
    }
    func row(_ tag: String, _ texts: [String]) -> String {
      "<tr>" + zip(texts, heads).map { "<\(tag)\(look($1.isNumeric))>\(shown($0))</\(tag)>" }.joined() + "</tr>\n"
    }
    return "<div class=\"wide\"><table>\n" + row("th", heads.map(\.name)) + cells.map { row("td", $0) }.joined()
      + "</table></div>\n"
  }

  /// Of several lines in a cell: code keeps its indents, and a long answer leaves the other rows in sight.
  private static let block =
    "min-width:28em;white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,monospace;text-align:left;max-height:16em;overflow:auto"

  private static let style = """
    :root{color-scheme:light dark;--ink:#1a1d21;--soft:#5c636d;--page:#fff;--line:#dfe3e8;--bar:#0072b2;--lost:#d5d9df}
    @media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#9aa3ad;--page:#16181c;--line:#30363d;--bar:#4aa8e0;--lost:#3a4049}}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1rem}h1{font-size:1.8rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}
    p{margin:.5rem 0}.soft,footer{color:var(--soft);font-size:.9rem}footer{margin:3rem 0 1rem}
    .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
    th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
    th{overflow-wrap:normal}.n{text-align:right}td.n{white-space:nowrap}pre,code{font:.85rem/1.45 ui-monospace,monospace}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;background:color-mix(in srgb,var(--line) 35%,transparent);padding:.6rem;border-radius:6px}pre.wide{white-space:pre}
    .step{margin:.7rem 0}.bar{display:flex;height:14px;background:var(--lost);border-radius:3px;overflow:hidden}.bar i{background:var(--bar)}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}svg{width:100%;height:auto}
    details{border-bottom:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer;overflow-wrap:anywhere}
    """
}
