import Glibc

/// The Mann-Whitney U test, as PipeCD computes it: exactly for small samples, by the normal distribution for large ones.
enum MannWhitney {
  /// What is suspected of the first sample.
  enum Suspicion: Hashable, Sendable {
    case differs, less, greater
  }

  /// The largest samples for which the distribution is computed exactly: without equal values, and with them.
  private static let largestExact = 50
  private static let largestExactWithTies = 25

  /// How probable it is that samples of one and the same distribution look like these or worse; nil where all values are
  /// equal, which says nothing.
  ///
  /// Of `differs` PipeCD doubles the probability of the smaller U, also where equal values make the distribution lopsided;
  /// the result then may be 0, or more than 1.
  /// - Parameters: neither sample is empty, and no value is NaN.
  static func probability(_ first: [Double], _ second: [Double], _ suspicion: Suspicion) -> Double? {
    let (count, other) = (Double(first.count), Double(second.count))
    let ranks = Ranks(first, second)
    guard ranks.groups.count > 1 else { return nil }
    let statistic = (Double(ranks.doubledSum) - count * (count + 1)) / 2
    let mirror = count * other - statistic
    let limit = ranks.hasTies ? largestExactWithTies : largestExact
    if first.count <= limit, second.count <= limit {
      let distribution = UDistribution(ranks.groups, first.count)
      switch suspicion {
      case .differs: return statistic == mirror ? 1 : 2 * distribution.cumulative(min(statistic, mirror))
      case .less: return distribution.cumulative(statistic)
      case .greater: return 1 - distribution.cumulative(statistic - 1)
      }
    }
    let total = count + other
    let ties = ranks.groups.reduce(0.0) { sum, size in
      let size = Double(size)
      return sum + (size * size * size - size)
    }
    let deviation = (count * other * ((total + 1) - ties / (total * (total - 1))) / 12).squareRoot()
    guard deviation > 0 else { return nil }
    var distance = statistic - count * other / 2
    switch suspicion {
    case .differs: distance -= distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0
    case .less: distance += 0.5
    case .greater: distance -= 0.5
    }
    let below = erfc(-distance / deviation / 2.0.squareRoot()) / 2
    switch suspicion {
    case .differs: return 2 * min(below, 1 - below)
    case .less: return below
    case .greater: return 1 - below
    }
  }

  /// The values of both samples in their order.
  private struct Ranks {
    /// How many values are equal, from the least to the greatest.
    var groups: [Int] = []
    /// Twice the sum of the ranks of the first sample, equal values having the middle of theirs.
    var doubledSum = 0

    var hasTies: Bool { groups.contains { $0 > 1 } }

    init(_ first: [Double], _ second: [Double]) {
      let all = (first.map { ($0, true) } + second.map { ($0, false) }).sorted { $0.0 < $1.0 }
      var start = 0
      while start < all.count {
        var end = start
        var ofFirst = 0
        while end < all.count, all[end].0 == all[start].0 {
          if all[end].1 { ofFirst += 1 }
          end += 1
        }
        groups.append(end - start)
        // Ranks count from 1; the middle of start+1…end, doubled.
        doubledSum += ofFirst * (start + 1 + end)
        start = end
      }
    }
  }
}

/// How often each U occurs among all ways of choosing the first sample, given which values are equal.
private struct UDistribution {
  /// By twice U.
  private var counts: [Double]
  private let total: Double

  init(_ groups: [Int], _ size: Int) {
    let ranks = groups.reduce(0, +)
    if ranks == groups.count {
      counts = Self.withoutTies(size, ranks - size)
    } else {
      counts = Self.withTies(groups, size)
    }
    total = counts.reduce(0, +)
  }

  /// The share of the ways whose U is at most this.
  func cumulative(_ statistic: Double) -> Double {
    guard statistic >= 0 else { return 0 }
    let last = Int((statistic * 2).rounded(.down))
    guard last < counts.count - 1 else { return 1 }
    return counts[...last].reduce(0, +) / total
  }

  /// The coefficients of the Gaussian binomial (m+n over m): the product over i of (1 - q^(n+i)) / (1 - q^i).
  private static func withoutTies(_ m: Int, _ n: Int) -> [Double] {
    let largest = m * n
    var coefficients = [Double](repeating: 0, count: largest + 1)
    coefficients[0] = 1
    for i in stride(from: 1, through: m, by: 1) {
      for power in stride(from: largest, through: n + i, by: -1) { coefficients[power] -= coefficients[power - n - i] }
      for power in stride(from: i, through: largest, by: 1) { coefficients[power] += coefficients[power - i] }
    }
    var doubled = [Double](repeating: 0, count: 2 * largest + 1)
    for (power, count) in coefficients.enumerated() { doubled[2 * power] = count }
    return doubled
  }

  /// Takes any number of values out of each group of equal ones, in as many ways as there are.
  private static func withTies(_ groups: [Int], _ size: Int) -> [Double] {
    let ranks = groups.reduce(0, +)
    let largest = 2 * size * (ranks - size)
    // Rows by how many are chosen, columns by twice U so far: chosen values above others that are not chosen.
    var rows = [[Double]](repeating: [Double](repeating: 0, count: largest + 1), count: size + 1)
    rows[0][0] = 1
    var before = 0
    for group in groups {
      var next = [[Double]](repeating: [Double](repeating: 0, count: largest + 1), count: size + 1)
      for chosen in 0...min(size, before) {
        for more in 0...min(group, size - chosen) {
          let ways = choose(group, more)
          // Each new value is above the earlier ones that are not chosen, and equal to those of its group.
          let gain = more * (2 * (before - chosen) + (group - more))
          for sum in stride(from: 0, through: largest - gain, by: 1) where rows[chosen][sum] != 0 {
            next[chosen + more][sum + gain] += rows[chosen][sum] * ways
          }
        }
      }
      rows = next
      before += group
    }
    return rows[size]
  }

  private static func choose(_ all: Int, _ some: Int) -> Double {
    var result = 1.0
    for index in stride(from: 1, through: some, by: 1) {
      result = result * Double(all - some + index) / Double(index)
    }
    return result.rounded()
  }
}
