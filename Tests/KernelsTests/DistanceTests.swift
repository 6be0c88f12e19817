import Kernels
import Testing

/// Kernels of k-means against plain loops.
@Suite struct DistanceTests {
  @Test(arguments: [1, 3, 15, 16, 17, 100, 384]) func squaredDistances(_ n: Int) {
    let x = KernelTests.numbers(n, 1)
    let y = KernelTests.numbers(n, 2)
    let exact = zip(x, y).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    #expect(abs(Kernels.squaredDistance(x, y, n) - exact) <= 1e-12 * exact)
    #expect(Kernels.squaredDistance(x, x, n) == 0)
  }

  /// Of equally near centres the first wins, wherever they stand among the lanes; a product that is not a number loses.
  @Test(arguments: [1, 2, 7, 8, 9, 16, 23, 100]) func theNearestIsTheFirstOfTheLeast(_ n: Int) {
    let squares = (0..<n).map { Double($0 * 37 % 11) + 1 }
    for place in 0..<n {
      var products = [Float](repeating: 0, count: n)
      products[place] = 50
      #expect(Kernels.nearest(products, squares: squares, n) == place)
      let equal = [Float](repeating: 1, count: n)
      #expect(Kernels.nearest(equal, squares: squares, n) == squares.firstIndex(of: squares.min() ?? 0))
      products[place] = .nan
      #expect(n == 1 || Kernels.nearest(products, squares: squares, n) != place)
    }
  }

  @Test func sumsOfRows() {
    let x = KernelTests.numbers(37, 3)
    var sums = (0..<37).map { Double($0) }
    Kernels.add(x, to: &sums, 37)
    #expect((0..<37).allSatisfy { sums[$0] == Double($0) + Double(x[$0]) })
  }
}
