import Expressions

extension EngineClient {
  /// Which resources a list holds: those with the label, and its value if one is given.
  struct LabelFilter: Sendable {
    var name: String
    var value: String?

    init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }

    fileprivate func query() throws(HTTPFailure) -> String {
      let label = value.map { "\(name)=\($0)" } ?? name
      return percentEncoded(String(decoding: try encoded(["label": [label]]), as: UTF8.self))
    }
  }

  /// The kinds of resources that a run makes, as the API spells them in paths.
  enum ResourceKind: String, CaseIterable, Sendable {
    case containers, networks, volumes
  }

  /// The processor architecture of the engine, as Go calls it, such as `amd64`; empty where it does not say.
  func architecture() async throws(HTTPFailure) -> String {
    try decoded(EngineDetails.self, from: try await send(HTTPRequest("GET", "/version"))).arch ?? ""
  }

  // Creating, starting and removing take no notice of a cancelled task: half a creation could not be tidied.

  func createContainer(_ specification: ContainerSpecification, name: String) async throws(HTTPFailure) -> String {
    let target = "/containers/create?name=\(percentEncoded(name))"
    return try decoded(CreatedResource.self, from: try await post(target, body: try encoded(specification))).id
  }

  func startContainer(_ id: String) async throws(HTTPFailure) {
    do throws(HTTPFailure) {
      _ = try await post("/containers/\(percentEncoded(id))/start", body: nil)
    } catch .status(304, _) {
      // It runs already: libcurl repeats a request whose kept connection turns out to be dead.
    }
  }

  /// Kills the container; one that does not run is killed already.
  func killContainer(_ id: String) async throws(HTTPFailure) {
    do throws(HTTPFailure) {
      _ = try await post("/containers/\(percentEncoded(id))/kill", body: nil)
    } catch .status(404, _), .status(409, _), .status(500, _) {
      // Podman answers 409, and older versions 500, when there is nothing to kill.
    }
  }

  /// Opens the output of a container, started or not; nothing that it writes after the return is lost.
  func attach(to id: String) async throws(HTTPFailure) -> EngineStream {
    let decoder = DecoderBox()
    let target = "/containers/\(percentEncoded(id))/attach?stream=1&stdout=1&stderr=1"
    return try await open(HTTPRequest("POST", target)) { decoder.decoder.payload(of: $0) }
  }

  /// Returns when the container has ended.
  func waitForContainer(_ id: String) async throws(HTTPFailure) -> ContainerEnd {
    let request = HTTPRequest("POST", "/containers/\(percentEncoded(id))/wait")
    return try decoded(ContainerEnd.self, from: try await send(request))
  }

  func inspectContainer(_ id: String) async throws(HTTPFailure) -> ContainerDetails {
    let request = HTTPRequest("GET", "/containers/\(percentEncoded(id))/json", timeout: Self.patience)
    return try decoded(ContainerDetails.self, from: try await send(request, isCancellable: false))
  }

  /// The files at a path of a container, which may have ended, as a tar archive; `onBody` may end it by returning false.
  func archive(
    of id: String, path: String, onBody: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async throws(HTTPFailure) {
    let target = "/containers/\(percentEncoded(id))/archive?path=\(percentEncoded(path))"
    _ = try await send(HTTPRequest("GET", target, timeout: Self.patience), onBody: onBody)
  }

  func hasImage(_ image: String) async throws(HTTPFailure) -> Bool {
    do throws(HTTPFailure) {
      let name = image.split(separator: "/", omittingEmptySubsequences: false).map { percentEncoded(String($0)) }
      _ = try await send(HTTPRequest("GET", "/images/\(name.joined(separator: "/"))/json", timeout: Self.patience))
      return true
    } catch .status(404, _) {
      return false
    }
  }

  /// Fetches an image. `authorization` is the content of `X-Registry-Auth`; `progress` is told each line.
  func pullImage(
    _ image: String, authorization: String?, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws(HTTPFailure) {
    var request = HTTPRequest("POST", "/images/create?\(ImageName.pullQuery(of: image))")
    if let authorization { request.headers = [("X-Registry-Auth", authorization)] }
    let lines = PullLines(progress)
    _ = try await send(request) { lines.add($0) }
    if let failure = lines.failure { throw .status(500, failure) }
  }

  func createNetwork(_ specification: NetworkSpecification) async throws(HTTPFailure) {
    _ = try await post("/networks/create", body: try encoded(specification))
  }

  /// Joins a container that exists to a network that exists, beside those it has.
  func connect(_ container: String, toNetwork network: String) async throws(HTTPFailure) {
    let body = try encoded(NetworkConnection(container: container, endpointConfig: .init(aliases: [network])))
    _ = try await post("/networks/\(percentEncoded(network))/connect", body: body)
  }

  func createVolume(_ specification: VolumeSpecification) async throws(HTTPFailure) {
    _ = try await post("/volumes/create", body: try encoded(specification))
  }

  /// Removes a resource by identifier or name, a container with its processes and anonymous volumes. What does not
  /// exist, or is being removed already, counts as removed.
  func remove(_ kind: ResourceKind, _ id: String) async throws(HTTPFailure) {
    let query = kind == .containers ? "?force=1&v=1" : ""
    let request = HTTPRequest("DELETE", "/\(kind.rawValue)/\(percentEncoded(id))\(query)", timeout: Self.patience)
    do throws(HTTPFailure) {
      _ = try await send(request, isCancellable: false)
    } catch .status(404, _) {
      return
    } catch .status(409, let message) where message.contains("already in progress") {
      return
    }
  }

  func list(_ kind: ResourceKind, with filter: LabelFilter) async throws(HTTPFailure) -> [ListedResource] {
    let all = kind == .containers ? "all=1&" : ""
    let target = "/\(kind.rawValue)\(kind == .containers ? "/json" : "")?\(all)filters=\(try filter.query())"
    let response = try await send(HTTPRequest("GET", target, timeout: Self.patience), isCancellable: false)
    if kind == .volumes { return try decoded(ListedVolumes.self, from: response).volumes ?? [] }
    return try decoded([ListedResource].self, from: response)
  }

  private func post(_ target: String, body: [UInt8]?) async throws(HTTPFailure) -> HTTPResponse {
    var request = HTTPRequest("POST", target, body: body, timeout: Self.patience)
    if body != nil { request.headers = [("Content-Type", "application/json")] }
    return try await send(request, isCancellable: false)
  }
}

/// A frame decoder that the one thread of a stream owns.
private final class DecoderBox: @unchecked Sendable {
  var decoder = FrameDecoder()
}

/// Cuts the answer to a pull into its lines of JSON. Like a decoder, it belongs to the thread of the stream until that
/// has ended.
private final class PullLines: @unchecked Sendable {
  private let progress: @Sendable (PullProgress) -> Void
  private var line: [UInt8] = []
  private(set) var failure: String?
  private static let longestLine = 1 << 20

  init(_ progress: @escaping @Sendable (PullProgress) -> Void) {
    self.progress = progress
  }

  func add(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        flush()
      } else if line.count < Self.longestLine {
        line.append(byte)
      }
    }
    // Podman ends its last line with the end of the answer; a line that is whole may be read at once.
    if line.last == UInt8(ascii: "}") { flush(keepingWhatIsNoLine: true) }
    return true
  }

  private func flush(keepingWhatIsNoLine keeps: Bool = false) {
    guard let report = try? EngineJSON.decode(PullProgress.self, from: line) else {
      if !keeps { line = [] }
      return
    }
    line = []
    if let message = report.errorDetail?.message ?? report.error { failure = message }
    progress(report)
  }
}

private func encoded(_ value: some Encodable) throws(HTTPFailure) -> [UInt8] {
  do {
    return try EngineJSON.encode(value)
  } catch {
    throw .broken("the request cannot be written as JSON")
  }
}

private func decoded<Value: Decodable>(_ type: Value.Type, from response: HTTPResponse) throws(HTTPFailure) -> Value {
  do {
    return try EngineJSON.decode(type, from: response.body)
  } catch {
    throw .broken("the engine's answer is not the expected JSON")
  }
}
