#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many threads the system lets this process run at once.
///
/// A limit on processes counts threads (`ulimit -u`, `pids.max` of a control group). Where it is reached, Dispatch tries again
/// every second without end, in the midst of a loop that this thread could have done alone.
public enum ThreadRoom {
  /// Threads that can be had, the calling one among them; nil where there are as many as processors. Found once, by starting
  /// them.
  public static let max: Int? = {
    let wanted = Processor.count
    let found = 1 + started(wanted - 1)
    return found < wanted ? found : nil
  }()

  /// How many of `count` threads can be started beside each other.
  private static func started(_ count: Int) -> Int {
    guard count > 0 else { return 0 }
    // All of them wait until the last is there.
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(gate, nil)
    pthread_mutex_lock(gate)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 128 << 10)
    var threads: [pthread_t] = []
    for _ in 0..<count {
      var thread = pthread_t()
      let code = pthread_create(
        &thread, &attributes,
        { pointer in
          guard let gate = pointer?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
          pthread_mutex_lock(gate)
          pthread_mutex_unlock(gate)
          return nil
        }, gate)
      guard code == 0 else { break }
      threads.append(thread)
    }
    pthread_mutex_unlock(gate)
    for thread in threads { pthread_join(thread, nil) }
    pthread_attr_destroy(&attributes)
    pthread_mutex_destroy(gate)
    gate.deallocate()
    return threads.count
  }
}
