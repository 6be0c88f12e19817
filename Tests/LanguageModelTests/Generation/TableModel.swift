import Foundation
import LanguageModel

/// A model whose next token depends on the last one alone: row t of the table holds the probabilities after token t.
final class TableModel: StepwiseModel {
  typealias Cache = [Int32]
  let table: [[Double]]
  /// Rows of each step, the prompts' not among them.
  private(set) var steps: [Int] = []
  /// What each row of each step has read before its token.
  private(set) var read: [[Int32]] = []
  private var logits: [Float] = []
  private let memory: UnsafeMutablePointer<Float>

  init(_ table: [[Double]]) {
    self.table = table
    memory = .allocate(capacity: 64 * table.count)
  }
  deinit { memory.deallocate() }

  var vocabularySize: Int { table.count }
  var nextLogits: UnsafePointer<Float> { UnsafePointer(memory) }

  private func put(_ tokens: [Int32]) {
    for (row, token) in tokens.enumerated() {
      for (i, p) in table[Int(token)].enumerated() { memory[row * table.count + i] = Float(log(p) + Double(row)) }
    }
  }

  func read(_ prompts: [[Int32]]) -> [Cache] {
    put(prompts.map { $0[$0.count - 1] })
    return prompts
  }

  func step(_ tokens: [Int32], _ caches: inout [Cache]) {
    steps.append(tokens.count)
    read += caches
    for i in tokens.indices { caches[i].append(tokens[i]) }
    put(tokens)
  }
}
