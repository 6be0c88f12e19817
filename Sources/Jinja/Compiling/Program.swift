/// A template ready to be rendered.
struct Program: Sendable {
  var functions: [Function] = []
  var literals: [[UInt8]] = []
  var constants: [Value] = []
  var names: [Name] = []
  /// Variables that the input or Jinja itself gives.
  var globals: [Global] = []
  var calls: [CallShape] = []
  var filters: [Filter] = []
  var tests: [Test] = []
  /// Faults that are none unless the way leads there.
  var faults: [String] = []

  final class Name: Sendable {
    let text: Text
    let string: String
    /// What it means after a dot, by the type of what stands before.
    let method: Method?
    /// What Python keeps for itself.
    let isReserved: Bool
    /// Made once: a key that a message does not have is asked for often.
    let inDict: Value
    let asVariable: Value

    init(_ string: String) {
      text = Text(fixed: Array(string.utf8))
      self.string = string
      method = Method(rawValue: string)
      isReserved = string.hasPrefix("__") && string.hasSuffix("__")
      inDict = .undefined(Undefined(inDict: string))
      asVariable = .undefined(Undefined(name: string))
    }
  }

  struct Global: Sendable {
    let name: String
    /// What it is where the input has no such variable.
    let fallback: Value
  }

  /// How many arguments of each kind stand on the stack, in this order.
  struct CallShape: Sendable {
    let positional: Int
    let hasSpread: Bool
    let keywords: [String]
    let hasSpreadKeywords: Bool
  }

  /// The template itself, a macro, the body of a call block or of a recursive loop.
  struct Function: Sendable {
    /// nil: the body of a call block.
    let name: String?
    let parameters: [String]
    /// Where the parameters are kept, and what else a call may bring.
    var parameterSlots: [Int] = []
    var callerSlot: Int?
    var keywordsSlot: Int?
    var variadicSlot: Int?
    var takesCaller: Bool { callerSlot != nil || parameters.contains("caller") }
    var slots = 0
    var code: [Instruction] = []
    /// Where each instruction stands in the template.
    var places: [Int32] = []
  }
}
