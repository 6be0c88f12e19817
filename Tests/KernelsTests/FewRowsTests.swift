import Foundation
import Kernels
import Testing

/// Products of few rows against the same sums in double precision, from each stored format.
@Suite struct FewRowsTests {
  /// Stored bytes of numbers of order one, and what they stand for.
  private func stored(_ count: Int, _ format: Kernels.Format) -> (bytes: [UInt8], values: [Double]) {
    let numbers = KernelTests.numbers(count, 7)
    var halves = [UInt16](repeating: 0, count: count)
    var wide = numbers
    switch format {
    case .single: return (numbers.withUnsafeBytes { Array($0) }, numbers.map { Double($0) })
    case .half:
      Kernels.narrowHalf(numbers, &halves, count)
      halves[count / 2] = 0x0003  // a subnormal
      Kernels.widenHalf(halves, &wide, count)
    case .brain:
      Kernels.narrowBrain(numbers, &halves, count)
      Kernels.widenBrain(halves, &wide, count)
    }
    return (halves.withUnsafeBytes { Array($0) }, wide.map { Double($0) })
  }

  @Test(arguments: [Kernels.Format.single, .half, .brain], [1, 3, 4, 5, 8])
  func timesTransposed(_ format: Kernels.Format, _ rows: Int) {
    for inputs in [1, 7, 16, 37, 64] {
      let outputs = 5
      let (bytes, w) = stored(outputs * inputs, format)
      let x = KernelTests.numbers(rows * inputs, 8)
      var y = [Float](repeating: 3, count: rows * 6)
      for add in [false, true] {
        Kernels.fewTimesTransposed(x, rows: rows, inputs: inputs, format, bytes, outputs: outputs, &y, 6, add: add)
        for r in 0..<rows {
          for o in 0..<outputs {
            let exact = (0..<inputs).reduce(0.0) { $0 + Double(x[r * inputs + $1]) * w[o * inputs + $1] }
            #expect(abs(Double(y[r * 6 + o]) - (add ? 2 : 1) * exact) < 1e-5 * Double(inputs))
          }
          #expect(y[r * 6 + 5] == 3, "beyond the outputs nothing is written")
        }
      }
    }
  }

  @Test(arguments: [Kernels.Format.single, .half, .brain]) func timesMatrix(_ format: Kernels.Format) {
    let (rows, inputs) = (3, 19)
    for outputs in [1, 31, 32, 70] {
      let (bytes, m) = stored(inputs * (outputs + 2), format)
      let x = KernelTests.numbers(rows * inputs, 9)
      var y = [Float](repeating: 3, count: rows * (outputs + 1))
      for add in [false, true] {
        Kernels.fewTimesMatrix(
          x, rows: rows, inputs: inputs, format, bytes, stride: outputs + 2, outputs: outputs, &y, outputs + 1, add: add
        )
        for r in 0..<rows {
          for o in 0..<outputs {
            let exact = (0..<inputs).reduce(0.0) { $0 + Double(x[r * inputs + $1]) * m[$1 * (outputs + 2) + o] }
            #expect(abs(Double(y[r * (outputs + 1) + o]) - (add ? 2 : 1) * exact) < 1e-4)
          }
          #expect(y[r * (outputs + 1) + outputs] == 3)
        }
      }
    }
  }
}
