#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// How many threads computations use, and how many there can be.
public enum Threads {
  /// Processors online.
  public static let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  private static let wanted = Atomic<Int>(0)

  /// Threads that products and parallel loops may use, here.
  public static var count: Int { Lanes.threads ?? all }

  private static var all: Int {
    let n = wanted.load(ordering: .relaxed)
    return n > 0 ? n : processors
  }

  /// What part of all threads those here are: less than 1 for work that runs beside other work.
  package static var portion: Double {
    Lanes.portion ?? Lanes.threads.map { min(1, Double($0) / Double(all)) } ?? 1
  }

  /// Sets the number of threads (at least 1) for everything computed from now on.
  public static func set(_ n: Int) { wanted.store(max(1, n), ordering: .relaxed) }

  /// How many threads the system lets this process run at once, the calling one among them; nil where there are as many as
  /// processors. Found once, by starting them.
  ///
  /// A limit on processes counts threads (`ulimit -u`, `pids.max` of a control group). Where it is reached, Dispatch tries again
  /// every second without end, in the midst of a loop that this thread could have done alone.
  public static let limit: Int? = {
    let found = 1 + startable(processors - 1)
    return found < processors ? found : nil
  }()

  /// How many of `count` threads can be started beside each other.
  private static func startable(_ count: Int) -> Int {
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
