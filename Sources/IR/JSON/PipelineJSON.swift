import Diagnostics

extension IRWriter {
  /// The members of a pipeline.
  mutating func write(_ pipeline: Pipeline) {
    at(pipeline.span)
    member("name", pipeline.name)
    switch pipeline.details {
    case .drone(let drone): write(drone)
    }
    if let workspace = pipeline.workspace {
      member("workspace") {
        $0.at(workspace.span)
        $0.member("base", workspace.base)
        $0.member("path", workspace.path)
      }
    }
    member("trigger", pipeline.trigger)
    member("dependsOn", pipeline.dependsOn)
    member("environment", pipeline.environment)
    member("volumes", objects: pipeline.volumes) { $0.write($1) }
    member("services", objects: pipeline.services) { $0.write($1) }
    member("steps", objects: pipeline.steps) { $0.write($1) }
    member("keys", pipeline.keys)
  }

  /// A key and the clauses of a condition; nothing for nil.
  mutating func member(_ key: String, _ condition: Condition?) {
    guard let condition else { return }
    member(key) { writer in
      writer.at(condition.span)
      writer.member("clauses", objects: condition.clauses) { writer, clause in
        writer.json.member("subject", clause.subject.rawValue)
        writer.at(clause.valueSpan)
        writer.member("include", clause.include)
        writer.member("exclude", clause.exclude)
        writer.member("dropped", objects: clause.dropped) { $0.write($1) }
      }
    }
  }

  private mutating func write(_ dropped: Condition.Dropped) {
    switch dropped.why {
    case .scalarList(let key):
      json.member("why", "scalar-list")
      json.member("key", key)
    case .unknownKey(let key):
      json.member("why", "unknown-key")
      json.member("key", key)
    case .nestedItem: json.member("why", "nested-item")
    }
    at(dropped.span)
    json.member("text", ifPresent: dropped.text)
  }

  private mutating func write(_ volume: Volume) {
    at(volume.span)
    member("name", volume.name)
    switch volume.storage {
    case .temporary(let medium, let sizeLimit):
      json.member("storage", "temporary")
      member("medium", medium)
      member("sizeLimit", sizeLimit)
    case .host(let path):
      json.member("storage", "host")
      member("path", path)
    case .claim(let name, let isReadOnly):
      json.member("storage", "claim")
      member("claim", name)
      if isReadOnly { json.member("readOnly", true) }
    case .configMap(let name, let mode, let isOptional):
      json.member("storage", "config-map")
      member("configMap", name)
      member("mode", mode)
      json.member("optional", isOptional)
    case .secret(let name, let mode, let isOptional):
      json.member("storage", "secret")
      member("secret", name)
      member("mode", mode)
      json.member("optional", isOptional)
    case nil: break
    }
    member("emptyStorageKey", volume.emptyStorageKey)
  }

  /// A key and the names of the keys that are written; nothing where there are none.
  mutating func member(_ name: String, _ keys: Keys) {
    guard !keys.entries.isEmpty else { return }
    json.member(name, keys.entries.map { "\($0.key)" })
  }
}
