#if os(Linux)
  import Glibc

  /// Runs a program to its end, its output unseen, and tells the most memory that was resident for it, what files it maps among
  /// it, in bytes. Nil where it did not end with status 0.
  public func peakMemory(_ program: String, _ arguments: [String], environment: [String: String]) -> Int? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for output in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
    }
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    guard posix_spawn(&child, program, &actions, nil, words, variables) == 0 else { return nil }
    var (status, usage): (Int32, rusage) = (0, rusage())
    while wait4(child, &status, 0, &usage) < 0 { guard errno == EINTR else { return nil } }
    return status == 0 ? usage.ru_maxrss * 1024 : nil
  }
#endif
