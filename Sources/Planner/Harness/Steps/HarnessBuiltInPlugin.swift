import IR

/// The CI steps that Harness runs with plugins of its own: which image, and what it is told. Credentials come from
/// connectors, which a file does not hold.
struct HarnessBuiltInPlugin {
  let image: String
  private(set) var environment: [Plan.EnvironmentVariable] = []

  private let writer: HarnessStepWriter
  private let fields: HarnessOtherStep

  /// nil for types whose plugins are not known.
  init?(_ writer: HarnessStepWriter, _ step: HarnessOtherStep) {
    self.writer = writer
    fields = step
    let builder = writer.isOnMachine ? "plugins/buildx" : "plugins/kaniko"
    let type = writer.source.type?.value ?? ""
    switch type {
    case "BuildAndPushDockerRegistry": image = builder
    case "BuildAndPushECR": image = builder + "-ecr"
    case "BuildAndPushGCR": image = builder + "-gcr"
    case "BuildAndPushGAR": image = builder + "-gar"
    case "BuildAndPushACR": image = builder + "-acr"
    case "SaveCacheS3", "SaveCacheGCS", "SaveCacheAzure", "SaveCache", "RestoreCacheS3", "RestoreCacheGCS",
      "RestoreCacheAzure", "RestoreCache":
      image = "plugins/cache"
    case "S3Upload": image = "plugins/s3"
    case "GCSUpload": image = "plugins/gcs"
    case "ArtifactoryUpload": image = "plugins/artifactory"
    default: return nil
    }
    switch type {
    case "S3Upload": uploadToS3()
    case "GCSUpload": uploadToGCS()
    case "ArtifactoryUpload": uploadToArtifactory()
    default: type.hasPrefix("BuildAndPush") ? build(type) : cache(type)
    }
  }

  // MARK: Values

  private func value(_ key: String) -> Plan.Value? {
    guard let data = fields[key], !data.isNull else { return nil }
    let value = writer.settler.data(data, at: writer.index)
    let text = HarnessSettingText.text(of: value, isCompact: true)
    return text == .literal("") ? nil : text
  }

  /// `k=v` for each entry, with commas between.
  private func pairs(_ key: String) -> Plan.Value? {
    guard let data = fields[key], case .map(let members) = writer.settler.resolve(data, at: writer.index),
      !members.isEmpty
    else { return value(key) }
    var text = TextPieces()
    for (index, member) in members.enumerated() {
      text.append((index > 0 ? "," : "") + member.name + "=")
      text.append(member.value.scalar)
    }
    return text.value
  }

  private func list(_ key: String, separator: String) -> Plan.Value? {
    guard let data = fields[key], case .list(let items) = writer.settler.resolve(data, at: writer.index) else {
      return value(key)
    }
    var text = TextPieces()
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(separator) }
      text.append(item.scalar)
    }
    return items.isEmpty ? nil : text.value
  }

  private func flag(_ key: String) -> Bool? { value(key)?.literal.map { $0 == "true" } }

  private mutating func set(_ name: String, _ value: Plan.Value?) {
    if let value { environment.append(.init("PLUGIN_" + name, value)) }
  }

  private mutating func set(_ name: String, _ text: String) { set(name, .literal(text)) }

  private static func joined(_ parts: [Plan.Value?], separator: String) -> Plan.Value {
    var text = TextPieces()
    for (index, part) in parts.compactMap({ $0 }).enumerated() {
      if index > 0 { text.append(separator) }
      text.append(part)
    }
    return text.value
  }

  // MARK: Build and push

  private mutating func build(_ type: String) {
    switch type {
    case "BuildAndPushECR":
      var registry = TextPieces()
      registry.append(value("account") ?? .literal(""))
      registry.append(".dkr.ecr.")
      registry.append(value("region") ?? .literal(""))
      registry.append(".amazonaws.com")
      set("REGISTRY", registry.value)
      set("REGION", value("region"))
      set("REPO", value("imageName"))
    case "BuildAndPushGCR", "BuildAndPushGAR":
      set("REGISTRY", Self.joined([value("host"), value("projectID")], separator: "/"))
      set("REPO", value("imageName"))
      if type == "BuildAndPushGAR" { set("REGISTRY_TYPE", "gar") }
    case "BuildAndPushACR":
      let repository = value("repository")
      if let literal = repository?.literal { set("REGISTRY", String(literal.prefix { $0 != "/" })) }
      set("REPO", repository)
    default: set("REPO", value("repo"))
    }
    set("TAGS", list("tags", separator: ","))
    set("DOCKERFILE", value("dockerfile"))
    set("CONTEXT", value("context"))
    set("TARGET", value("target"))
    set("BUILD_ARGS", pairs("buildArgs"))
    set("CUSTOM_LABELS", pairs("labels"))
    if writer.isOnMachine {
      set("DAEMON_OFF", "true")
      set("CACHE_FROM", list("cacheFrom", separator: ";"))
      set("CACHE_TO", value("cacheTo"))
      let files = HarnessStepFiles(writer.settler.containerName(of: writer.index))
      set("METADATA_FILE", files.artifacts)
    } else {
      if flag("optimize") ?? true { set("SNAPSHOT_MODE", "redo") }
      if let cache = value("remoteCacheRepo") ?? value("remoteCacheImage") {
        set("ENABLE_CACHE", "true")
        set("CACHE_REPO", cache)
      }
    }
  }

  // MARK: Caches and uploads

  private mutating func cache(_ type: String) {
    let saves = type.hasPrefix("Save")
    set("BUCKET", value("bucket"))
    set("CACHE_KEY", value("key"))
    if saves { set("MOUNT", list("sourcePaths", separator: ",")) }
    set(saves ? "REBUILD" : "RESTORE", "true")
    set("EXIT_CODE", "true")
    set("ARCHIVE_FORMAT", (value("archiveFormat")?.literal ?? "tar").lowercased())
    if saves { set("OVERRIDE", flag("override") == true ? "true" : "false") }
    let provider = value("providerType")?.literal
    if type.hasSuffix("GCS") || provider == "Gcs" {
      set("BACKEND", "gcs")
    } else if type.hasSuffix("Azure") || provider == "Azure" {
      set("BACKEND", "azure")
      set("ACCOUNT_NAME", value("storageAccount"))
      set("CONTAINER_NAME", value("containerName"))
    } else {
      set("BACKEND", "s3")
    }
    if let timeout = writer.node.timeout { set("BACKEND_OPERATION_TIMEOUT", "\(timeout / 1000)s") }
    set("PATH_STYLE", value("pathStyle"))
    set("REGION", value("region"))
    set("ENDPOINT", value("endpoint"))
    if !saves { set("FAIL_RESTORE_IF_KEY_NOT_PRESENT", flag("failIfKeyNotFound") == true ? "true" : "false") }
  }

  private mutating func uploadToS3() {
    set("BUCKET", value("bucket"))
    set("SOURCE", value("sourcePath"))
    set("TARGET", value("target"))
    set("ENDPOINT", value("endpoint"))
    set("REGION", value("region"))
    set("STRIP_PREFIX", value("stripPrefix"))
  }

  private mutating func uploadToGCS() {
    set("SOURCE", value("sourcePath"))
    set("TARGET", Self.joined([value("bucket"), value("target")], separator: "/"))
  }

  private mutating func uploadToArtifactory() {
    set("URL", value("url"))
    set("SOURCE", value("sourcePath"))
    set("TARGET", value("target"))
    set("FLAT", "true")
  }
}
