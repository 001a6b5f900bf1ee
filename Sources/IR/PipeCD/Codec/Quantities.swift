import Diagnostics
import Expressions

extension PipeCD {
  /// A span of time. A text is read as Go reads durations; a bare number counts nanoseconds.
  public struct Duration: PipeCDValue, Comparable {
    /// May be negative.
    public var nanoseconds: Int64

    public init(nanoseconds: Int64 = 0) { self.nanoseconds = nanoseconds }

    public static func seconds(_ count: Int64) -> Duration { Duration(nanoseconds: count * 1_000_000_000) }
    public static func minutes(_ count: Int64) -> Duration { seconds(count * 60) }
    public static func hours(_ count: Int64) -> Duration { seconds(count * 3600) }

    public static var zero: Duration { Duration() }
    public static var readsNull: Bool { true }
    public static var goType: String { "config.Duration" }
    public static var title: String { "a duration such as `30s`, `5m` or `1h30m`" }

    public static func < (left: Duration, right: Duration) -> Bool { left.nanoseconds < right.nanoseconds }

    /// As Go writes it: `1h30m0s`.
    public var text: String { GoDuration.text(nanoseconds: nanoseconds) }

    public mutating func decode(_ data: Data, with decoder: inout Decoder) {
      switch data.value {
      case .integer(let value): read(nanoseconds: value, data, &decoder)
      case .float(let value):
        read(nanoseconds: Int64(exactly: value.rounded(.towardZero)) ?? .max, data, &decoder)
      case .unsigned: read(nanoseconds: .max, data, &decoder)
      case .string(let text):
        switch GoDuration.nanoseconds(text.value) {
        case .success(let value): nanoseconds = value
        case .failure(let failure): decoder.malformed(data, Self.self, upstream: failure.message)
        }
      default: decoder.malformed(data, Self.self, upstream: "invalid duration: \(data.goText)")
      }
    }

    private mutating func read(nanoseconds value: Int64, _ data: Data, _ decoder: inout Decoder) {
      nanoseconds = value
      if value != 0 { decoder.note(.bareDuration(data.raw ?? data.json), at: data.span) }
    }

    public func write(to printer: inout Printer) { printer.string(text) }
  }

  /// A share of traffic in percent, with or without its sign.
  public struct Percentage: PipeCDValue {
    /// Not checked: may be above 100 or negative.
    public var number: Int64
    /// Whether it is written with `%`.
    public var hasSuffix: Bool

    public init(_ number: Int64 = 0, hasSuffix: Bool = false) {
      self.number = number
      self.hasSuffix = hasSuffix
    }

    public static var zero: Percentage { Percentage() }
    public static var readsNull: Bool { true }
    public static var goType: String { "config.Percentage" }
    public static var title: String { "a whole number of percent such as `10`" }

    public mutating func decode(_ data: Data, with decoder: inout Decoder) {
      var text = data.text?.value ?? data.json
      let hasSuffix = text.hasSuffix("%")
      if hasSuffix { text.removeLast() }
      guard let number = Int64(text) else {
        let why = Self.isWhole(text) ? "value out of range" : "invalid syntax"
        return decoder.malformed(
          data, Self.self, upstream: "invalid percentage: strconv.ParseInt: parsing \(GoQuote.quote(text)): \(why)")
      }
      self = Percentage(number, hasSuffix: hasSuffix)
    }

    static func isWhole(_ text: String) -> Bool {
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    public func write(to printer: inout Printer) { printer.string("\(number)\(hasSuffix ? "%" : "")") }
  }

  /// A number of pods, or a share of them.
  public struct Replicas: PipeCDValue {
    /// Not checked: may be negative.
    public var number: Int64
    /// Whether the number is a percentage of the pods that there are.
    public var isPercentage: Bool

    public init(_ number: Int64 = 0, isPercentage: Bool = false) {
      self.number = number
      self.isPercentage = isPercentage
    }

    public static var zero: Replicas { Replicas() }
    public static var readsNull: Bool { true }
    public static var goType: String { "config.Replicas" }
    public static var title: String { "a number of pods, or a percentage such as `10%`" }

    public mutating func decode(_ data: Data, with decoder: inout Decoder) {
      switch data.value {
      case .integer(let value): self = Replicas(value)
      case .float(let value): self = Replicas(Int64(exactly: value.rounded(.towardZero)) ?? .max)
      case .unsigned: self = Replicas(.max)
      case .string(let written):
        var text = written.value
        let isPercentage = text.hasSuffix("%")
        if isPercentage { text.removeLast() }
        guard let number = Int64(text) else {
          let why = Percentage.isWhole(text) ? "value out of range" : "invalid syntax"
          return decoder.malformed(
            data, Self.self, upstream: "invalid replicas: strconv.Atoi: parsing \(GoQuote.quote(text)): \(why)")
        }
        self = Replicas(number, isPercentage: isPercentage)
      default: decoder.malformed(data, Self.self, upstream: "invalid replicas: \(data.goText)")
      }
    }

    public func write(to printer: inout Printer) {
      printer.string("\(number)\(isPercentage ? "%" : "")")
    }
  }
}

extension Data {
  /// The value as JSON, or `null`, the way upstream shows what it cannot use.
  var goText: String { json }
}
