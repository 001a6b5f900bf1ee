/// Writes SARIF 2.1.0, the format of code scanning services. Regions stay within one line, columns count code points.
public struct SARIFRenderer: Sendable {
  /// What the log says of a rule.
  public struct Rule: Sendable {
    public var name: RuleName
    public var severity: Diagnostic.Severity
    /// One sentence.
    public var summary: String
    /// Why the rule is there, as Markdown.
    public var explanation: String
    /// All that there is to say of it, as Markdown; services show it beside a finding.
    public var page: String
    /// What the rule is about, in words such as `security`.
    public var tags: [String]

    public init(
      name: RuleName, severity: Diagnostic.Severity, summary: String, explanation: String, page: String, tags: [String]
    ) {
      self.name = name
      self.severity = severity
      self.summary = summary
      self.explanation = explanation
      self.page = page
      self.tags = tags
    }
  }

  private let sources: SourceSet
  private let rules: [Rule]
  private let version: String

  /// - Parameters:
  ///   - rules: at least those that occur in the findings.
  ///   - version: the version of the program.
  public init(sources: SourceSet, rules: [Rule], version: String) {
    self.sources = sources
    self.rules = rules
    self.version = version
  }

  /// The whole log, ended by a line break.
  public func bytes(of diagnostics: [Diagnostic]) -> [UInt8] {
    var json = JSONWriter()
    let used = Set(diagnostics.map(\.rule))
    let rules = rules.filter { used.contains($0.name) }
    json.object {
      $0.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      $0.member("version", "2.1.0")
      $0.member("runs") {
        $0.array {
          $0.object {
            $0.member("tool") { write(rules, to: &$0) }
            $0.member("columnKind", "unicodeCodePoints")
            $0.member("results") { write(diagnostics, rules, to: &$0) }
          }
        }
      }
    }
    return json.bytes + [0x0A]
  }

  private func write(_ rules: [Rule], to json: inout JSONWriter) {
    json.object {
      $0.member("driver") {
        $0.object {
          $0.member("name", "pipec")
          $0.member("semanticVersion", version)
          $0.member("rules") {
            $0.array(rules) { json, rule in
              json.object {
                $0.member("id", rule.name.text)
                $0.member("shortDescription") { Self.message(rule.summary, to: &$0) }
                $0.member("fullDescription") { Self.message(rule.explanation, to: &$0) }
                $0.member("help") {
                  $0.object {
                    $0.member("text", rule.page)
                    $0.member("markdown", rule.page)
                  }
                }
                $0.member("properties") {
                  $0.object { $0.member("tags", rule.tags) }
                }
                $0.member("defaultConfiguration") {
                  $0.object { $0.member("level", Self.level(of: rule.severity)) }
                }
              }
            }
          }
        }
      }
    }
  }

  private func write(_ diagnostics: [Diagnostic], _ rules: [Rule], to json: inout JSONWriter) {
    var positions = Positions(sources)
    let indices = Dictionary(rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let fingerprints = Fingerprint.all(of: diagnostics, in: sources)
    json.array(zip(diagnostics, fingerprints)) { json, each in
      let (diagnostic, fingerprint) = each
      json.object {
        $0.member("ruleId", diagnostic.rule.text)
        if let index = indices[diagnostic.rule] { $0.member("ruleIndex", index) }
        $0.member("level", Self.level(of: diagnostic.severity))
        $0.member("message") { Self.message(diagnostic.message + (diagnostic.help.map { ": " + $0 } ?? ""), to: &$0) }
        $0.member("locations") { $0.array { location(diagnostic.primary, to: &$0, &positions) } }
        if !diagnostic.related.isEmpty {
          $0.member("relatedLocations") {
            $0.array(diagnostic.related) { location($1, to: &$0, &positions) }
          }
        }
        $0.member("partialFingerprints") { $0.object { $0.member("pipec/v1", fingerprint.text) } }
      }
    }
  }

  private func location(_ label: Diagnostic.Label, to json: inout JSONWriter, _ positions: inout Positions) {
    let region = positions.firstLine(of: label.span, unit: .scalars)
    json.object {
      $0.member("physicalLocation") {
        $0.object {
          $0.member("artifactLocation") { $0.object { $0.member("uri", Self.uri(sources[label.span.source].name)) } }
          $0.member("region") {
            $0.object {
              $0.member("startLine", region.line)
              $0.member("startColumn", region.column)
              $0.member("endLine", region.line)
              $0.member("endColumn", region.endColumn)
            }
          }
        }
      }
      if let text = label.text { $0.member("message") { Self.message(text, to: &$0) } }
    }
  }

  private static func message(_ text: String, to json: inout JSONWriter) {
    json.object { $0.member("text", text) }
  }

  private static func level(of severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  /// A path as a relative URI: what RFC 3986 does not allow in a path is written as `%XX`.
  private static func uri(_ path: String) -> String {
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=@/".utf8)
    var result = ""
    for byte in path.utf8 {
      if allowed.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}
