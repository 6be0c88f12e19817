/// What its tests say of code, and whether it came as far as one of them.
public struct TestTrial: Sendable, Equatable, Codable {
  /// What they say.
  public var finding: TestFinding
  /// Whether it passes, or an assertion was what stopped it: an error of its own, or the end of its time, is none.
  public var reachesAssertion: Bool

  /// A finding, and whether it is a test's.
  public init(_ finding: TestFinding, reachesAssertion: Bool) {
    self.finding = finding
    self.reachesAssertion = reachesAssertion
  }
}
