import Curation
import Testing

@Suite struct DistinctiveWordsTests {
  /// scipy.stats.chi2_contingency(correction=False, lambda_="log-likelihood") of SciPy 1.17.
  @Test(arguments: [(8, 20, 10, 100, 19.39103213591441), (5, 5, 5, 50, 32.50829733914483), (3, 30, 12, 120, 0.0)])
  func theRatioIsSciPys(_ count: Int, _ size: Int, _ total: Int, _ all: Int, _ expected: Double) {
    #expect(abs(DistinctiveWords.likelihoodRatio(count, of: size, total, of: all) - expected) < 1e-9)
  }

  @Test func wordsThatAGroupHasAndOthersDoNot() {
    let texts = [
      "Sort the list of numbers", "sort a LIST in place", "Parse the date", "a date in ISO form: parse it, the date",
      "Наибольшее the число", "число a",
    ]
    let found = DistinctiveWords.of(
      texts.map { Array($0.utf8)[...] }, groups: [0, 0, 1, 1, 2, 2], most: 2)
    #expect(found == [["list", "sort"], ["date", "parse"], ["число"]])
    #expect(DistinctiveWords.of([], groups: [], most: 3).isEmpty)
  }

  @Test func whatIsEverywhereSetsNothingApart() {
    let texts = Array(repeating: Array("the same words".utf8)[...], count: 6)
    #expect(DistinctiveWords.of(texts, groups: [0, 0, 0, 1, 1, 1], most: 5) == [[], []])
  }
}
