import Synchronization

/// What is done when the system gives no memory where no caller could go on without it: in the middle of a product or of a
/// backward pass. What a stage takes is compared with what there is before it starts; this is the last line.
public enum AllocationFailure {
  /// Told how many bytes there was no room for; ends the process.
  public typealias Handler = @Sendable (_ bytes: Int) -> Never

  private static let handler = Mutex<Handler>({ fatalError("no memory: \($0) bytes were asked for") })

  /// Who ends the process, and says why. A library has no words for its user.
  public static func install(_ handler: @escaping Handler) { self.handler.withLock { $0 = handler } }

  /// Ends the process.
  package static func fail(_ bytes: Int) -> Never { handler.withLock { $0 }(bytes) }
}
