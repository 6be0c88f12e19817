/// One step of a rendering. Values come from a stack and go back to it; numbers are places in the program's tables.
enum Instruction {
  // Text.
  case literal(Int)
  case output
  /// The top values added, and written.
  case outputSum(Int)

  // Values.
  case constant(Int)
  case global(Int)
  case local(Int)
  /// A variable of a call around: how many calls out, and its place there.
  case outer(Int32, Int32)
  case store(Int)
  /// A variable begins as the input's, as one around, or as undefined.
  case beginGlobal(slot: Int32, global: Int32)
  case beginAlias(slot: Int32, of: Int32, hops: Int16)
  case beginUndefined(slot: Int32, name: Int32)
  case list(Int)
  case tuple(Int)
  case dict(Int)
  case unpack(Int)

  // Parts of values.
  case attribute(Int)
  case item
  case itemNamed(Int)
  case slice
  case setAttribute(Int)
  /// Fails unless the top is a namespace, which it drops.
  case requireNamespace

  // Operators.
  case negate
  case positive
  case binary(BinaryOperator)
  case sum(Int)
  case concatenation(Int)
  case compare(Comparison)
  /// Of a chain: false and away, or the right operand for the next one.
  case compareOrJump(Comparison, Int)
  case not

  // Calls.
  case call(Int)
  case method(Int, call: Int)
  case filter(Int, call: Int)
  case test(Int, call: Int)
  case macro(Int)
  /// A function that goes to a call alone, and so to no variable of its own frame.
  case closure(Int)
  case fail(Int)
  case returnText

  // Order.
  case jump(Int)
  case jumpIfFalse(Int)
  /// Where the top is false (true) it stays, and the way goes on there; else it is dropped.
  case jumpKeepingFalse(Int)
  case jumpKeepingTrue(Int)
  /// Where the parameter was given.
  case jumpIfGiven(slot: Int, Int)

  // Loops. What follows the empty ones is their `else`.
  /// Over the top of the stack. Of a recursive loop its function's place, else 0.
  case loopBegin(recursion: Int)
  case loopStart(slot: Int)
  case loopNext(Int)
  case loopPassed
  /// Leaves it: to the end where a pass was completed.
  case loopEnd(Int)
  /// Elements that a condition lets through, kept on the stack.
  case collectBegin
  case collect
  case collectEnd

  // Text that becomes a value.
  case captureBegin
  case captureEnd
  case captureDrop
  case generationBegin
  case generationEnd
}
