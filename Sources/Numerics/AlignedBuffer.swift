#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Zeroed memory for `count` values, aligned to 64 bytes (a cache line and an AVX-512 register), freed with its owner.
///
/// The one owner of raw memory in the engine: alignment is fixed because results depend on it to the bit.
package final class AlignedBuffer<Element: BitwiseCopyable> {
  package let pointer: UnsafeMutablePointer<Element>
  package let count: Int

  package init(count: Int) {
    self.count = count
    let (raw, bytes) = Self.allocate(count)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    pointer = raw.bindMemory(to: Element.self, capacity: max(1, count))
  }

  /// Memory whose contents do not matter yet.
  package init(uninitialized count: Int) {
    self.count = count
    pointer = Self.allocate(count).raw.bindMemory(to: Element.self, capacity: max(1, count))
  }

  /// Not by Swift's own allocation, which ends the process without a word when there is no memory.
  private static func allocate(_ count: Int) -> (raw: UnsafeMutableRawPointer, bytes: Int) {
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    let bytes = overflow ? Int.max : max(64, size)
    var raw: UnsafeMutableRawPointer?
    guard !overflow, posix_memalign(&raw, 64, bytes) == 0, let raw else { AllocationFailure.fail(bytes) }
    return (raw, bytes)
  }

  deinit { free(pointer) }

  package var constant: UnsafePointer<Element> { UnsafePointer(pointer) }
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: pointer, count: count * MemoryLayout<Element>.stride)
  }
  package var mutableBytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: pointer, count: count * MemoryLayout<Element>.stride)
  }

  package func zero() {
    UnsafeMutableRawPointer(pointer).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Element>.stride)
  }

  package func copy(from other: AlignedBuffer<Element>) {
    precondition(other.count == count)
    pointer.update(from: other.pointer, count: count)
  }
}
