#if os(Linux)
  import Foundation

  /// Runs a program to its end, its output unseen, and tells the most memory that was resident for it, what files it maps among
  /// it, in bytes. Nil where it did not end with status 0.
  ///
  /// A child begins with the peak of the process that made it: it is a small one's here, not that of all tests.
  public func peakMemory(_ program: String, _ arguments: [String], environment: [String: String]) throws -> Int? {
    let script = """
      import resource, subprocess, sys
      status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      sys.exit(status != 0)
      """
    let run = try Command.run("/usr/bin/env", ["python3", "-c", script, program] + arguments, environment: environment)
    guard run.status == 0, let kilobytes = Int(run.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      return nil
    }
    return kilobytes * 1024
  }
#endif
