public import Diagnostics
public import Syntax

extension Checker {
  /// Refuses a value that the command line gives to a parameter which the program does not have: the run would be another
  /// than the one asked for.
  ///
  /// - Parameter cells: sources of statements that stand before the program.
  public func checkParameters(of program: Program, in source: SourceText, cells: [String] = []) -> [Diagnostic] {
    guard !scope.given.isEmpty else { return [] }
    var declared: Set<String> = []
    var used = cells.reduce(into: Set<String>()) { $0.formUnion(Self.names(in: Array($1.utf8)[...])) }
    var end = 0
    func note(upTo offset: Int) { used.formUnion(Self.names(in: source.bytes[min(end, offset)..<offset])) }
    for statement in program.statements {
      switch statement {
      case .parameter(let syntax): declared.insert(syntax.name.text)
      case .definition(let syntax):
        // A `def`'s own parameters come before the script's.
        note(upTo: syntax.span.lower)
        end = syntax.span.upper
        let own = syntax.parameters.map(\.name.text)
        used.formUnion(Self.names(in: source.bytes[syntax.span.lower..<end]).subtracting(own))
      case .pipeline, .letBinding, .setting, .use, .explain, .help: break
      }
    }
    note(upTo: source.bytes.count)
    return scope.given.subtracting(used).subtracting(declared).sorted().map { name in
      if let number = Int(name) {
        return Diagnostic(
          Codes.unknownParameter, "\(source.name) does not use its argument \(number)", at: Span(0, 0),
          helps: [.init("`$\(number)` stands for it in the script; leave it out if it is not needed")])
      }
      var help = "`param \(name) = DEFAULT` declares one"
      if !declared.isEmpty { help = "its parameters are " + Words.list(declared.sorted().map { "`\($0)`" }, "and") }
      if let near = Spelling.candidate(for: name, among: declared) {
        help = "a parameter with a similar name exists: `\(near)`"
      }
      return Diagnostic(
        Codes.unknownParameter, "\(source.name) has no parameter `\(name)`", at: Span(0, 0), helps: [.init(help)])
    }
  }

  /// Every name behind a `$`, in strings and comments too.
  private static func names(in bytes: ArraySlice<UInt8>) -> Set<String> {
    var names: Set<String> = []
    for (index, byte) in zip(bytes.indices, bytes) where byte == UInt8(ascii: "$") {
      let name = bytes[(index + 1)...].prefix { byte in
        byte == UInt8(ascii: "_") || byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
      }
      if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
    }
    return names
  }
}
