#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The stack that the program may use. A site may give its jobs little of it, and an overflow is a crash without a word.
public enum StackLimit {
  /// What Linux gives by default, in bytes: the limits on nesting in programs, data and templates are tested with it.
  private static let wanted = 8 << 20

  /// Raises the limit to what is wanted, where the system allows that. The program must then begin again: the stacks of
  /// threads, those of OpenBLAS among them, were measured when it was loaded.
  /// - Returns: whether it was raised.
  public static func raise() -> Bool {
    var limit = current
    guard limit.rlim_cur < wanted, limit.rlim_max > limit.rlim_cur else { return false }
    limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
    return setrlimit(stack, &limit) == 0
  }

  /// Runs `body` with as much stack as is wanted: on a thread of its own where this one has less and may not have more, since
  /// the limit does not bind what a program takes for its threads.
  public static func withEnough(_ body: @escaping @Sendable () -> Int32) -> Int32 {
    guard current.rlim_cur < wanted else { return body() }
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    defer { pthread_attr_destroy(attributes) }
    pthread_attr_setstacksize(attributes, wanted)
    setDefault(attributes)
    let call = Call(body)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, attributes,
      { pointer in
        guard let pointer else { return nil }
        let call = Unmanaged<Call>.fromOpaque(pointer).takeUnretainedValue()
        call.status = call.body()
        return nil
      }, Unmanaged.passUnretained(call).toOpaque())
    guard code == 0 else { return body() }
    pthread_join(thread, nil)
    return call.status
  }

  /// For threads that others start, those of libdispatch above all. The C library of GNU alone has a call for it, and declares
  /// it to GNU programs only.
  private static func setDefault(_ attributes: UnsafePointer<pthread_attr_t>) {
    typealias Setter = @convention(c) (UnsafePointer<pthread_attr_t>) -> Int32
    guard let symbol = dlsym(nil, "pthread_setattr_default_np") else { return }
    _ = unsafeBitCast(symbol, to: Setter.self)(attributes)
  }

  /// Handed to the thread and read again when it has ended.
  private final class Call {
    let body: @Sendable () -> Int32
    var status: Int32 = 0
    init(_ body: @escaping @Sendable () -> Int32) { self.body = body }
  }

  private static var current: rlimit {
    var limit = rlimit(rlim_cur: .max, rlim_max: .max)
    getrlimit(stack, &limit)
    return limit
  }

  #if os(Linux)
    private static let stack = __rlimit_resource_t(RLIMIT_STACK.rawValue)
  #else
    private static let stack = RLIMIT_STACK
  #endif
}
