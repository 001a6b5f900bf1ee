// The part of the Engine API's JSON that a run needs. The API begins its names with capitals; `EngineJSON` translates.

/// What an engine says when it refuses.
struct EngineError: Codable {
  var message: String?

  /// The message in a refusal's body, or the body itself where it is none of the API's.
  static func message(in body: [UInt8]) -> String {
    if let message = (try? EngineJSON.decode(EngineError.self, from: body))?.message { return message }
    let text = String(decoding: body.prefix(500), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.isEmpty ? "no reason given" : line
  }
}

/// The request that creates a container.
struct ContainerSpecification: Encodable, Sendable {
  struct Host: Encodable, Sendable {
    struct Log: Encodable, Sendable {
      var type: String
    }
    struct Device: Encodable, Sendable {
      var pathOnHost: String
      var pathInContainer: String
      var cgroupPermissions: String
    }
    struct Mount: Encodable, Sendable {
      struct Tmpfs: Encodable, Sendable {
        var sizeBytes: Int64?
        var mode: Int
      }
      var type: String
      var source: String?
      var target: String
      var tmpfsOptions: Tmpfs?
    }

    struct PortBinding: Encodable, Sendable {
      var hostPort: String
    }

    var binds: [String]?
    var mounts: [Mount]?
    var devices: [Device]?
    var networkMode: String?
    var privileged = false
    var dns: [String]?
    var dnsSearch: [String]?
    var extraHosts: [String]?
    var memory: Int64?
    var memorySwap: Int64?
    var nanoCpus: Int64?
    var portBindings: [String: [PortBinding]]?
    var shmSize: Int64?
    var logConfig: Log?
  }
  struct Networking: Encodable, Sendable {
    struct Endpoint: Encodable, Sendable {
      var aliases: [String]
    }
    var endpointsConfig: [String: Endpoint]
  }

  var image: String
  var entrypoint: [String]?
  var cmd: [String]?
  var env: [String]
  var workingDir: String?
  var user: String?
  var labels: [String: String]
  var exposedPorts: [String: [String: String]]?
  var attachStdout = true
  var attachStderr = true
  var hostConfig = Host()
  var networkingConfig: Networking?
}

/// The answer to the creation of a container or network.
struct CreatedResource: Decodable, Sendable {
  var id: String
}

/// What an engine says of itself.
struct EngineDetails: Decodable, Sendable {
  var arch: String?
}

/// The answer to waiting for a container.
struct ContainerEnd: Decodable, Sendable {
  struct Failure: Decodable, Sendable {
    var message: String?
  }
  var statusCode: Int64
  var error: Failure?
}

/// What inspecting a container says about its end.
struct ContainerDetails: Decodable, Sendable {
  struct State: Decodable, Sendable {
    var oomKilled: Bool?

    enum CodingKeys: String, CodingKey { case oomKilled = "oOMKilled" }
  }
  var state: State?
}

/// A container, network or volume in a list.
struct ListedResource: Decodable, Sendable {
  /// Containers and networks.
  var id: String?
  /// Networks and volumes.
  var name: String?
  var labels: [String: String]?
}

/// The answer to listing volumes.
struct ListedVolumes: Decodable, Sendable {
  var volumes: [ListedResource]?
}

/// The request that creates a network.
struct NetworkSpecification: Encodable, Sendable {
  var name: String
  var driver = "bridge"
  var checkDuplicate = true
  var labels: [String: String]
}

/// The request that joins a container to a further network; Drone gives it the network's name as its alias there.
struct NetworkConnection: Encodable, Sendable {
  var container: String
  var endpointConfig: ContainerSpecification.Networking.Endpoint
}

/// The request that creates a volume.
struct VolumeSpecification: Encodable, Sendable {
  var name: String
  var driver = "local"
  var labels: [String: String]
}

/// One line of an image's pull.
struct PullProgress: Decodable, Sendable {
  struct Detail: Decodable, Sendable {
    var message: String?
  }
  var status: String?
  var id: String?
  var error: String?
  var errorDetail: Detail?
}
