import Kernels
import MatMul
import Numerics
import Testing

/// Operations are counted where they are done, on whatever threads.
@Suite("Operations counted") struct OperationMeterTests {
  private func multiply(_ m: Int, _ n: Int, _ k: Int) {
    let (a, b, c) = (
      AlignedBuffer<Float>(count: m * k), AlignedBuffer<Float>(count: k * n), AlignedBuffer<Float>(count: m * n)
    )
    MatrixProduct(.f32).multiply(m, n, k, .f32(a.constant, k), .f32(b.constant, n), into: c.pointer, n)
  }

  @Test func aProductCountsItself() {
    #expect(OperationMeter.measure { multiply(7, 5, 3) }.operations == 210)
    #expect(OperationMeter.measure {}.operations == 0)
    // Nothing is multiplied.
    #expect(OperationMeter.measure { multiply(7, 5, 0) }.operations == 0)
    let packed = PackedMatrix<Float>(k: 16, n: 32)
    let (a, b, c) = (
      AlignedBuffer<Float>(count: 16 * 16), AlignedBuffer<Float>(count: 16 * 32), AlignedBuffer<Float>(count: 16 * 32)
    )
    packed.pack(.f32(b.constant, 32))
    #expect(OperationMeter.measure { packed.multiply(16, a.constant, 16, into: c.pointer, 32) }.operations == 16_384)
  }

  @Test func loopsAndLanesAreCountedAndWhatLiesInside() {
    let outer = OperationMeter.measure {
      Parallel.forEach(10) { _ in multiply(2, 2, 2) }
      let inner = (0..<2).map { _ in OperationMeter.measure { Parallel.forEach(5) { _ in multiply(2, 2, 2) } } }
      #expect(inner.map(\.operations) == [80, 80])
      Lanes.forEach(4, maxWidth: 2) { _ in
        let own = OperationMeter.measure { Parallel.forEach(3) { _ in multiply(1, 1, 1) } }
        #expect(own.operations == 6)
      }
    }
    #expect(outer.operations == 160 + 160 + 24)
  }

  @Test func workThatFailsWasDoneAllTheSame() {
    struct Failure: Error {}
    let outer = OperationMeter.measure {
      do {
        _ = try OperationMeter.measure {
          multiply(1, 1, 1)
          throw Failure()
        }
      } catch {}
    }
    #expect(outer.operations == 2)
  }
}
