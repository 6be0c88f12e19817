/// Characters that word processors and web pages put in the place of a program's: typographic quotes, blanks of other kinds, entities.
struct CharacterRepair: CodeRepair {
  let name = "characters of a program in the place of typographic ones"

  private static let plain: [Character: String] = [
    "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "″": "\"", "«": "\"", "»": "\"", "‘": "'", "’": "'", "‚": "'", "‛": "'",
    "′": "'",
    "\u{A0}": " ", "\u{2002}": " ", "\u{2003}": " ", "\u{2007}": " ", "\u{2009}": " ", "\u{202F}": " ", "\u{3000}": " ",
    "\u{200B}": "", "\u{200C}": "", "\u{200D}": "", "\u{2060}": "", "\u{FEFF}": "", "\u{AD}": "", "–": "-", "—": "-",
    "−": "-",
    "…": "...", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "（": "(", "）": ")", "：": ":", "，": ",", "；": ";",
    "＝": "=",
  ]
  /// The ampersand last: what it begins may be an entity written twice.
  private static let entities = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&apos;", "'"), ("&nbsp;", " "),
    ("&amp;", "&"),
  ]

  func candidates(_ code: BrokenCode) -> [[String]] {
    let line = code.errorLine
    return [
      code.replacing(line, with: Self.plain(code.lines[line])), code.lines.map(Self.plain),
      code.lines.map(Self.withoutEntities), code.lines.map { Self.plain(Self.withoutEntities($0)) },
    ].filter { $0 != code.lines }
  }

  private static func plain(_ line: String) -> String { line.map { plain[$0] ?? String($0) }.joined() }

  private static func withoutEntities(_ line: String) -> String {
    entities.reduce(line) { $0.replacing($1.0, with: $1.1) }
  }
}
