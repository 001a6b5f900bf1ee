import Diagnostics

extension Program {
  /// The program as JSON, ended by a line break; complete, and the same for the same file every time.
  ///
  /// The format is only ever extended. `sources` holds the source that the program was loaded from.
  public func json(_ sources: SourceSet) -> [UInt8] {
    var writer = IRWriter(sources)
    writer.object { writer in
      writer.json.member("file", sources[source].name)
      writer.json.member("dialect", dialect.rawValue)
      if isConverted { writer.json.member("converted", true) }
      writer.json.key("documents")
      writer.array(documents) { $0.write($1) }
      writer.member("problems", objects: problems) { $0.write($1) }
      writer.member("findings", objects: findings) { $0.write($1) }
    }
    return writer.json.bytes + [0x0A]
  }
}

extension IRWriter {
  fileprivate mutating func write(_ document: Document) {
    switch document {
    case .pipeline(let pipeline):
      json.member("document", "pipeline")
      write(pipeline)
    case .harness(let document):
      json.member("document", "harness")
      write(document)
    case .pipecd(let document):
      json.member("document", "pipecd")
      write(document)
    case .secret(let secret):
      json.member("document", "secret")
      at(secret.span)
      member("name", secret.name)
      switch secret.origin {
      case .encrypted(let text): member("data", text)
      case .external(let path, let name, let key):
        member("get") {
          $0.member("path", path)
          $0.member("name", name)
          $0.member("key", key)
        }
      case .missing: break
      }
    case .inert(let kind, let span):
      json.member("document", "inert")
      at(span)
      member("kind", kind)
    case .invalid(let span):
      json.member("document", "invalid")
      at(span)
    }
  }

  fileprivate mutating func write(_ problem: Problem) {
    switch problem.authority {
    case .server: json.member("refusedBy", "server")
    case .runner(let pipeline):
      json.member("refusedBy", "runner")
      json.member("pipeline", ifPresent: pipeline)
    case .both: json.member("refusedBy", "both")
    }
    json.member("upstream", problem.upstream)
    if problem.isTrustDependent { json.member("onlyUntrusted", true) }
    write(problem.diagnostic)
  }

  fileprivate mutating func write(_ diagnostic: Diagnostic) {
    json.member("rule", diagnostic.rule.text)
    json.member("severity", diagnostic.severity.name)
    json.member("message", diagnostic.message)
    at(diagnostic.primary.span)
  }
}
