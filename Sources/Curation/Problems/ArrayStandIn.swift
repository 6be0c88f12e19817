/// The little of numpy that published tests stand on, so that they run where it is not installed: whether numbers and lists of
/// them are close. The answers of models have numpy where the machine has it.
enum ArrayStandIn {
  private static let line = "import numpy as np"
  /// What it has.
  private static let names: Set = ["ndarray", "allclose", "float32", "float64"]

  /// The tests with it in place of numpy, where they want no more.
  static func replacing(in tests: String) -> String {
    guard tests.contains(line) else { return tests }
    let uses = tests.matches(of: /\bnp\.([A-Za-z_0-9]+)/).map { String($0.1) }
    guard uses.allSatisfy(names.contains) else { return tests }
    return tests.replacing(line, with: script, maxReplacements: 1)
  }

  /// As numpy has it: |a − b| ≤ atol + rtol · |b|, lists of equal length by their items, a number against each item of a list; what is no
  /// number is an error.
  static let script = #"""
    class np:
        class ndarray: pass
        float32 = float64 = float
        @staticmethod
        def allclose(a, b, rtol=1e-05, atol=1e-08):
            lists = (list, tuple)
            if isinstance(a, lists) or isinstance(b, lists):
                if not isinstance(a, lists): a = [a] * len(b)
                if not isinstance(b, lists): b = [b] * len(a)
                if len(a) != len(b):
                    if len(b) == 1: b = list(b) * len(a)
                    elif len(a) == 1: a = list(a) * len(b)
                    else: raise ValueError("lists of different lengths")
                return all([np.allclose(x, y, rtol, atol) for x, y in zip(a, b)])
            for each in (a, b):
                if not isinstance(each, (int, float, complex)): raise TypeError("not a number")
            if a == b: return True
            if any(each in (float("inf"), float("-inf")) for each in (a, b)): return False
            return bool(abs(a - b) <= atol + rtol * abs(b))
    """#
}
