import Diagnostics

extension IRWriter {
  /// The members of a pipeline that only Drone has.
  mutating func write(_ drone: DronePipeline) {
    member("kind", drone.kind)
    member("type", drone.type)
    json.member("runner", ifPresent: drone.runner?.rawValue)
    write(drone.clone)
    member("platform", drone.platform)
    member("node", drone.node)
    member("concurrencyLimit", drone.concurrencyLimit)
    member("imagePullSecrets", drone.imagePullSecrets)
    if let machine = drone.machine {
      member("machine") {
        if let span = machine.span { $0.at(span) }
        $0.member("values", machine.values)
      }
    }
    if let options = drone.kubernetes { member("kubernetes") { $0.write(options) } }
    let server = drone.server
    member("server") {
      $0.member("kind", server.kind)
      $0.member("type", server.type)
      $0.member("name", server.name)
      $0.member("dependsOn", server.dependsOn)
      $0.member("trigger", server.trigger)
      $0.member("platform", server.platform)
      $0.member("node", server.node)
      if server.concurrencyLimit != 0 { $0.json.member("concurrencyLimit", server.concurrencyLimit) }
    }
  }

  private mutating func write(_ clone: Clone) {
    guard clone.span != nil else { return }
    member("clone") {
      if let span = clone.span { $0.at(span) }
      $0.json.member("disable", clone.isDisabled)
      $0.json.member("depth", clone.depth)
      $0.json.member("retries", clone.retries)
      $0.json.member("skipVerify", clone.skipsVerification)
      $0.json.member("trace", clone.isTraced)
    }
  }

  private mutating func member(_ key: String, _ platform: Platform) {
    guard platform != Platform() else { return }
    member(key) {
      if let span = platform.span { $0.at(span) }
      $0.member("os", platform.os)
      $0.member("arch", platform.architecture)
      $0.member("variant", platform.variant)
      $0.member("version", platform.version)
    }
  }
}
