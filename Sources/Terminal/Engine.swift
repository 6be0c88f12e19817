import Documents
import Foundation
import MatMul
import Monitoring
import Numerics
import Pipeline
import Stages
import Store
import Work

/// What the program works with: the store, the executor over it, and the threads that it may use.
final class Engine {
  let store: ResultStore
  let cancellation: Cancellation
  private(set) var executor: Executor
  private(set) var threads: Int
  /// Of the other ranks of an MPI job.
  var threadsElsewhere = 0
  /// Tells of long stages in files.
  let journal: RunJournal

  /// Where results are remembered: in the folder that is named, else in the usual one.
  static func storeDirectory(_ named: String?) -> String {
    named.map { ($0 as NSString).expandingTildeInPath } ?? ResultStore.defaultDirectory()
  }

  /// - Parameter apart: whether a store of this process's own will do where another process has the one that is named alone.
  /// - Throws: `StoreError`, `FileError`.
  init(storeDirectory: String?, threads: Int?, cancellation: Cancellation, apart: Bool = true) throws {
    let directory = Self.storeDirectory(storeDirectory)
    store = try ResultStore(directory: directory, cancellation: cancellation, apart: apart)
    // Nothing frees a database where no thread is left for that: see `Schema`.
    if Threads.limit != nil { _ = Unmanaged.passRetained(store) }
    self.cancellation = cancellation
    self.threads = Self.possible(threads ?? Budget.current.threads)
    Threads.set(self.threads)
    journal = RunJournal(folder: RunJournal.folder(ofStore: directory))
    executor = Executor(registry: .standard, store: store, monitor: journal, engine: .current)
  }

  /// Brings threads and the store's size in line with the settings.
  /// - Returns: true when the executor is another one now: values made under other threads are not this engine's.
  func follow(_ settings: Settings) -> Bool {
    store.limitBytes = settings.cache
    let wanted = Self.possible(settings.threads ?? Budget.current.threads)
    guard wanted != threads else { return false }
    threads = wanted
    Threads.set(threads)
    // Models in memory are the same under any number of threads.
    executor = Executor(
      registry: .standard, store: store, resources: executor.resources, monitor: journal, engine: .current)
    return true
  }

  /// As many of the threads as the system lets this process have, and as the library of products has room to work for where
  /// the address space is limited; at least one.
  private static func possible(_ threads: Int) -> Int {
    let threads = min(threads, Threads.limit ?? .max)
    guard ProcessMemory.isLimited else { return threads }
    // Rows, weights and activations need room too.
    return max(1, OpenBLAS.reserve(threads: threads, sparing: 128 << 20))
  }

  func work(progress: @escaping @Sendable (WorkProgress) -> Void) -> Work {
    var work = Work(cancellation: cancellation, threads: threads, progress: progress)
    work.threadsElsewhere = threadsElsewhere
    return work
  }

  /// The first line: version, what the job may use, how fast it is, and where results are remembered.
  func greeting() -> String {
    let budget = Budget.current
    let rate = Int((Products.measuredRate() / 1e9).rounded())
    let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
    var place = store.directory
    if !home.isEmpty, place.hasPrefix(home + "/") { place = "~" + place.dropFirst(home.count) }
    let size = (try? store.statistics()).map { ", \(Figures.bytes($0.bytes))" } ?? ""
    return "cact \(Application.version) · \(threads) thread\(threads == 1 ? "" : "s"), "
      + "\(Figures.bytes(budget.memoryBytes)) · \(Products.current.engineName)\(Self.kernelRemark), "
      + "\(rate) GFLOP/s"
      + " · store \(place)\(size)"
  }

  /// What the first line adds where the library's choice was not taken, or should not have been.
  private static var kernelRemark: String {
    if Products.current == .native { return "" }
    if let replaced = OpenBLASKernel.replaced { return " in place of the library's choice, \(replaced)" }
    return OpenBLASKernel.isPoor ? ", slower than this processor allows" : ""
  }

  /// Bytes of memory that the process had at its largest.
  static func peakMemory() -> Int {
    var usage = rusage()
    // Linux counts in kilobytes, others in bytes.
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
