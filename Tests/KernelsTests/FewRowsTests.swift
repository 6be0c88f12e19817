import Foundation
import Kernels
import Testing

/// Products of few rows against the same sums in double precision, from each stored format.
@Suite struct FewRowsTests {
  /// Stored bytes of numbers of order one, and what they stand for.
  private func stored(_ count: Int, _ format: Kernels.Format) -> (bytes: [UInt8], values: [Double]) {
    let numbers = KernelTests.numbers(count, 7)
    switch format {
    case .single: return (numbers.withUnsafeBytes { Array($0) }, numbers.map { Double($0) })
    case .half:
      var halves = numbers.map { Half(rounding: $0) }
      halves[count / 2] = Half(bits: 0x0003)  // a subnormal
      return (halves.withUnsafeBytes { Array($0) }, halves.map { Double($0.widened) })
    case .bfloat16:
      let halves = numbers.map { BFloat16(rounding: $0) }
      return (halves.withUnsafeBytes { Array($0) }, halves.map { Double($0.widened) })
    }
  }

  @Test(arguments: [Kernels.Format.single, .half, .bfloat16], [1, 3, 4, 5, 8])
  func timesTransposed(_ format: Kernels.Format, _ rows: Int) {
    for inputs in [1, 7, 16, 37, 64] {
      let outputs = 5
      let (bytes, w) = stored(outputs * inputs, format)
      let x = KernelTests.numbers(rows * inputs, 8)
      var y = [Float](repeating: 3, count: rows * 6)
      Kernels.fewTimesTransposed(x, rows: rows, inputs: inputs, format, bytes, outputs: outputs, &y, 6)
      for r in 0..<rows {
        for o in 0..<outputs {
          let exact = (0..<inputs).reduce(0.0) { $0 + Double(x[r * inputs + $1]) * w[o * inputs + $1] }
          #expect(abs(Double(y[r * 6 + o]) - exact) < 1e-5 * Double(inputs))
        }
        #expect(y[r * 6 + 5] == 3, "beyond the outputs nothing is written")
      }
    }
  }

  @Test(arguments: [Kernels.Format.single, .half, .bfloat16]) func timesMatrix(_ format: Kernels.Format) {
    let (rows, inputs) = (3, 19)
    for outputs in [1, 31, 32, 70] {
      let (bytes, m) = stored(inputs * (outputs + 2), format)
      let x = KernelTests.numbers(rows * inputs, 9)
      var y = [Float](repeating: 3, count: rows * (outputs + 1))
      Kernels.fewTimesMatrix(
        x, rows: rows, inputs: inputs, format, bytes, stride: outputs + 2, outputs: outputs, &y, outputs + 1
      )
      for r in 0..<rows {
        for o in 0..<outputs {
          let exact = (0..<inputs).reduce(0.0) { $0 + Double(x[r * inputs + $1]) * m[$1 * (outputs + 2) + o] }
          #expect(abs(Double(y[r * (outputs + 1) + o]) - exact) < 1e-4)
        }
        #expect(y[r * (outputs + 1) + outputs] == 3)
      }
    }
  }
}
