import Synchronization

/// What stages share beyond the values that they hand on, such as a model that is in memory: one of each type, made when it is
/// first asked for. Whoever makes an executor owns it, and may hand it to the next one.
public final class Resources: Sendable {
  /// Something that there is one of.
  public protocol Shared: Sendable {
    /// Empty, as it begins.
    init()
  }

  private let made = Mutex<[ObjectIdentifier: any Shared]>([:])

  /// Nothing made yet.
  public init() {}

  /// The one of this type.
  public subscript<Resource: Shared>(type: Resource.Type) -> Resource {
    made.withLock { made in
      if let known = made[ObjectIdentifier(type)] as? Resource { return known }
      let fresh = Resource()
      made[ObjectIdentifier(type)] = fresh
      return fresh
    }
  }
}
