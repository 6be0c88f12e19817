import Numerics
import TestSupport
import Testing

@Suite("Loops on all threads", .serialized) struct ParallelTests {
  @Test func parallelLoopsCoverEachIndexOnce() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    for count in [1, 2, 5] {
      Threads.set(count)
      let seen = AlignedBuffer<Int>(count: 1003)
      Parallel.ranges(1003, grain: 10) { range in for i in range { seen.pointer[i] += 1 } }
      #expect((0..<1003).allSatisfy { seen.pointer[$0] == 1 })
    }
    Parallel.ranges(0, grain: 10) { _ in Issue.record("called for nothing") }
  }

  @Test func memoryIsAlignedToALineOfTheCache() {
    #expect(Int(bitPattern: AlignedBuffer<Float>(count: 3).pointer) % 64 == 0)
  }
}
