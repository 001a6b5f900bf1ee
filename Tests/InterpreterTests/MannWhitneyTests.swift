import Testing

@testable import Interpreter

/// The U test against values that other programs compute (`wilcox.test` of R, `scipy.stats.mannwhitneyu`) and against what
/// PipeCD makes of samples with equal values.
@Suite struct MannWhitneyTests {
  struct Row: Sendable {
    var first: [Double]
    var second: [Double]
    var less: Double
    var differs: Double
    var greater: Double
  }

  private static let l1 = (0..<500).map { Double($0 * 2) }
  private static let l2 = (0..<600).map { Double($0 * 2 - 41) }

  @Test(arguments: [
    // Small, without equal values: exact, the counts of Mann and Whitney's tables over 70.
    Row(first: [2, 1, 3, 5], second: [12, 11, 13, 15], less: 1.0 / 70, differs: 2.0 / 70, greater: 1),
    Row(first: [12, 11, 13, 15], second: [2, 1, 3, 5], less: 1, differs: 2.0 / 70, greater: 1.0 / 70),
    Row(first: [2, 1, 3, 5], second: [0, 4, 6, 7], less: 17.0 / 70, differs: 34.0 / 70, greater: 58.0 / 70),
    // Small, with equal values: exact over the ways to choose among them. PipeCD doubles the smaller side, even to 0.
    Row(first: [2, 1, 3, 5], second: [2, 1, 3, 5], less: 44.0 / 70, differs: 1, greater: 44.0 / 70),
    Row(first: [2, 1, 3, 5], second: [2, 2, 2, 2], less: 60.0 / 70, differs: 50.0 / 70, greater: 25.0 / 70),
    Row(first: [2, 1, 3, 5], second: [1, 1, 1, 1, 1], less: 1, differs: 0, greater: 6.0 / 126),
    // Large: the normal distribution with both corrections.
    Row(
      first: l1, second: l2, less: 0.0024667680407086112, differs: 0.0049335360814172224, greater: 0.9975346930458906),
    Row(first: l1, second: l1, less: 0.5000436801680628, differs: 1, greater: 0.5000436801680628),
  ]) func probabilities(_ row: Row) {
    for (suspicion, expected) in [
      (MannWhitney.Suspicion.less, row.less), (.differs, row.differs), (.greater, row.greater),
    ] {
      let probability = MannWhitney.probability(row.first, row.second, suspicion) ?? -1
      #expect(abs(probability - expected) < 1e-9, "\(suspicion): \(probability), not \(expected)")
    }
  }

  @Test("values that are all equal say nothing") func equal() {
    #expect(MannWhitney.probability([2, 2], [2, 2, 2], .differs) == nil)
    #expect(MannWhitney.probability([Double](repeating: 2, count: 99), [2], .less) == nil)
  }

  @Test("the exact distribution goes on into the normal one") func continuity() {
    // 50 values are the most that are computed exactly; both ways agree there to three digits.
    let first = (0..<50).map { Double($0) + 0.5 }
    let second = (0..<50).map { Double($0 + 8) }
    let more = (0..<51).map { Double($0) + 0.5 }
    let exact = MannWhitney.probability(first, second, .less) ?? -1
    let normal = MannWhitney.probability(more, (0..<51).map { Double($0 + 8) }, .less) ?? -1
    #expect(exact > 0.005 && exact < 0.05 && abs(exact - normal) < 0.003, "\(exact) \(normal)")
  }

  @Test("as many ways as counting finds") func counting() {
    var random = UInt64(7)
    for round in 0..<40 {
      func sample(_ count: Int) -> [Double] {
        (0..<count).map { _ in
          random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Double(random >> 61)
        }
      }
      let (first, second) = (sample(2 + round % 4), sample(3 + round % 3))
      let all = first + second
      guard Set(all).count > 1 else { continue }
      let observed = Self.statistic(first, second)
      var (below, notBelow, ways) = (0, 0, 0)
      for choice in 0..<(1 << all.count) where choice.nonzeroBitCount == first.count {
        let chosen = all.indices.filter { choice >> $0 & 1 == 1 }.map { all[$0] }
        let rest = all.indices.filter { choice >> $0 & 1 == 0 }.map { all[$0] }
        let statistic = Self.statistic(chosen, rest)
        ways += 1
        if statistic <= observed { below += 1 }
        if statistic > observed - 1 { notBelow += 1 }
      }
      let less = MannWhitney.probability(first, second, .less) ?? -1
      let greater = MannWhitney.probability(first, second, .greater) ?? -1
      #expect(abs(less - Double(below) / Double(ways)) < 1e-9, "\(first) \(second)")
      #expect(abs(greater - Double(notBelow) / Double(ways)) < 1e-9, "\(first) \(second)")
    }
  }

  /// How many pairs the first sample wins, equal ones being half a win.
  private static func statistic(_ first: [Double], _ second: [Double]) -> Double {
    first.reduce(0) { sum, value in sum + second.reduce(0) { $0 + (value > $1 ? 1 : value == $1 ? 0.5 : 0) } }
  }
}
