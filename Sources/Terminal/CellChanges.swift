import Notebook

/// What an undo, or a redo, did to the cells.
struct CellChanges: CustomStringConvertible {
  let description: String

  init(from before: [NotebookCell], to after: [NotebookCell]) {
    let (old, new) = (Self.sources(before), Self.sources(after))
    let gone = old.keys.filter { new[$0] == nil }
    let back = new.keys.filter { old[$0] == nil }
    let other = new.keys.filter { number in old[number].map { $0 != new[number] } ?? false }
    description = [(gone, "gone"), (back, "back"), (other, "changed")].filter { !$0.0.isEmpty }
      .map { "\(Self.cells($0.0)) \($0.0.count == 1 ? "is" : "are") \($0.1)" }.joined(separator: ", ")
  }

  private static func sources(_ cells: [NotebookCell]) -> [Int: String] {
    Dictionary(cells.map { ($0.number, $0.source) }) { $1 }
  }

  private static func cells(_ numbers: [Int]) -> String {
    let sorted = numbers.sorted()
    guard let first = sorted.first, let last = sorted.last, sorted.count > 1 else {
      return "cell \(sorted.first.map(String.init) ?? "")"
    }
    if sorted.count == last - first + 1, sorted.count > 2 { return "cells \(first) to \(last)" }
    return "cells " + sorted.dropLast().map(String.init).joined(separator: ", ") + " and \(last)"
  }
}
