import FoundationEssentials

/// What Prometheus and its relatives answer to `/api/v1/query_range`.
enum PrometheusAnswer {
  private struct Envelope: Decodable {
    var status: String
    var errorType: String?
    var error: String?
    var data: Content?
  }

  private struct Content: Decodable {
    enum Key: CodingKey { case resultType, result }

    var kind: String
    var points: [MetricPoint] = []
    /// Whether a series has no values.
    var hasEmptySeries = false

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      kind = try container.decode(String.self, forKey: .resultType)
      switch kind {
      case "matrix":
        for series in try container.decode([Series].self, forKey: .result) {
          let values = series.values ?? []
          if values.isEmpty { hasEmptySeries = true }
          points += values.map(\.point)
        }
      case "vector":
        points = try container.decode([Series].self, forKey: .result).compactMap { $0.value?.point }
      case "scalar":
        points = [try container.decode(Pair.self, forKey: .result).point]
      default: break
      }
    }
  }

  private struct Series: Decodable {
    var value: Pair?
    var values: [Pair]?
  }

  /// A moment in seconds as a number and a value as a text.
  private struct Pair: Decodable {
    var point: MetricPoint

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      let time = try container.decode(Double.self)
      let text = try container.decode(String.self)
      guard let value = Double(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no number")
      }
      point = MetricPoint(time: time, value: value)
    }
  }

  static func points(in answer: AnalysisAnswer) -> Result<[MetricPoint], MetricAnswerFailure> {
    guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(answer.body.utf8)) else {
      guard (200..<300).contains(answer.status) else {
        return .failure(.broken("the server answers with status \(answer.status)"))
      }
      return .failure(.broken("the answer is not that of a Prometheus"))
    }
    guard envelope.status == "success", (200..<300).contains(answer.status), let data = envelope.data else {
      let reason = oneLine(envelope.error ?? "").prefix(500)
      let kind = envelope.errorType ?? "status \(answer.status)"
      return .failure(.broken("the server refuses the query: \(kind)\(reason.isEmpty ? "" : ": \(reason)")"))
    }
    guard ["matrix", "vector", "scalar"].contains(data.kind) else {
      return .failure(.broken("the answer is of the type \(oneLine(data.kind).prefix(100)), not numbers"))
    }
    if data.hasEmptySeries { return .failure(.noData("a series of the answer is empty")) }
    if data.points.contains(where: \.value.isNaN) {
      return .failure(.noData("a value is NaN, which counts as no data"))
    }
    return .success(data.points)
  }
}

/// What Datadog answers to `/api/v1/query`.
enum DatadogAnswer {
  private struct Envelope: Decodable {
    var series: [Series]?
    var error: String?
    var errors: [String]?
  }

  private struct Series: Decodable {
    /// Moments in milliseconds and their values, which may be missing.
    var pointlist: [[Double?]]?
  }

  static func points(in answer: AnalysisAnswer) -> Result<[MetricPoint], MetricAnswerFailure> {
    let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(answer.body.utf8))
    guard answer.status == 200 else {
      let reason = oneLine(envelope?.errors?.joined(separator: ", ") ?? envelope?.error ?? "").prefix(500)
      return .failure(
        .broken("the server answers with status \(answer.status)\(reason.isEmpty ? "" : ": \(reason)")"))
    }
    guard let envelope else { return .failure(.broken("the answer is not that of Datadog")) }
    var points: [MetricPoint] = []
    for series in envelope.series ?? [] {
      guard let list = series.pointlist, !list.isEmpty else {
        return .failure(.noData("a series of the answer is empty"))
      }
      for pair in list {
        guard pair.count >= 2, let time = pair[0] else { return .failure(.broken("a value of the answer has no time")) }
        guard let value = pair[1] else { continue }
        points.append(MetricPoint(time: time / 1000, value: value))
      }
    }
    return .success(points)
  }
}

/// The text with each run of white space as one space.
func oneLine(_ text: some StringProtocol) -> String {
  text.split { $0.isWhitespace }.joined(separator: " ")
}
