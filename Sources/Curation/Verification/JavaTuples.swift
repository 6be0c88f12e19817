/// The little of the package org.javatuples that MultiPL-E's programs stand on: every one of them imports it, and hardly a machine has it.
struct JavaTuples {
  /// Without the import.
  private(set) var tested: TestedCode
  /// What stands beside the program, where it uses pairs.
  private(set) var files: [String: [UInt8]] = [:]

  private static let line = "import org.javatuples.*;"

  init(_ tested: TestedCode) {
    self.tested = tested
    let code = String(decoding: tested.code, as: UTF8.self)
    guard code.contains(Self.line) else { return }
    // The line stays, so that those below keep their numbers.
    self.tested.code = Array(code.replacing(Self.line, with: "").utf8)
    let text = code + String(decoding: tested.tests, as: UTF8.self)
    // A class of the program's own goes before this one.
    if text.contains(/\bPair\b/) { files["Pair.java"] = Array(Self.pair.utf8) }
  }

  private static let pair = """
    import java.util.Objects;

    class Pair<A, B> {
        private final A first;
        private final B second;

        Pair(A first, B second) {
            this.first = first;
            this.second = second;
        }

        static <A, B> Pair<A, B> with(A first, B second) { return new Pair<>(first, second); }

        A getValue0() { return first; }

        B getValue1() { return second; }

        <C> Pair<C, B> setAt0(C value) { return new Pair<>(value, second); }

        <C> Pair<A, C> setAt1(C value) { return new Pair<>(first, value); }

        @Override public boolean equals(Object other) {
            if (!(other instanceof Pair)) return false;
            Pair<?, ?> pair = (Pair<?, ?>) other;
            return Objects.equals(first, pair.first) && Objects.equals(second, pair.second);
        }

        @Override public int hashCode() { return Objects.hash(first, second); }

        @Override public String toString() { return "[" + first + ", " + second + "]"; }
    }
    """
}
