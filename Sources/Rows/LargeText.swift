/// Texts that are too large to be held: they stay in their file, which has to stay as it is.
package enum LargeText {
  /// Bytes of a file from which on its texts are read when they are asked for, and of texts in a value from which on the store keeps
  /// where they stand and not them.
  @TaskLocal package static var least = 64 << 20
  /// Bytes of such a file that are looked at together: enough for all threads.
  @TaskLocal package static var window = 16 << 20
  /// Bytes of one thread's piece of these, at least.
  @TaskLocal package static var piece = 1 << 18
  /// Bytes of a table's pages that are kept unpacked, at most.
  @TaskLocal package static var pages = 256 << 20
}
