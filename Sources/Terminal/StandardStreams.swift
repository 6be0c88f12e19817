import Foundation

/// The descriptors 0, 1 and 2 as everything after needs them.
public enum StandardStreams {
  /// To be called before any file is opened.
  public static func prepare() {
    // A write that cannot be done is an error to report, not a signal that ends the program.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // Where the caller has closed one, the next file opened would get its number: the store, and be written what was
    // meant for a person. The place is taken in the direction that fails, so that its use is the error it was.
    for (number, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(number, F_GETFD) < 0 && errno == EBADF {
      var taken = open("/dev/null", mode)
      if taken < 0 { taken = open("/", O_RDONLY | O_DIRECTORY) }
      if taken >= 0, taken != number {
        dup2(taken, number)
        close(taken)
      }
    }
  }
}
