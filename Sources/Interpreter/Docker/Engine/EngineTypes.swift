import FoundationEssentials

// The part of the Engine API's JSON that a run needs. The names of properties are the API's.

/// What an engine says when it refuses.
struct EngineError: Codable {
  var message: String?

  /// The message in a refusal's body, or the body itself where it is none of the API's.
  static func message(in body: [UInt8]) -> String {
    if let message = (try? JSONDecoder().decode(EngineError.self, from: Data(body)))?.message { return message }
    let text = String(decoding: body.prefix(500), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.isEmpty ? "no reason given" : line
  }
}

/// The request that creates a container.
struct ContainerSpecification: Encodable, Sendable {
  struct Host: Encodable, Sendable {
    struct Log: Encodable, Sendable {
      var kind: String

      enum CodingKeys: String, CodingKey { case kind = "Type" }
    }
    struct Device: Encodable, Sendable {
      var PathOnHost: String
      var PathInContainer: String
      var CgroupPermissions: String
    }
    struct Mount: Encodable, Sendable {
      struct Tmpfs: Encodable, Sendable {
        var SizeBytes: Int64?
        var Mode: Int
      }
      var kind: String
      var Source: String?
      var Target: String
      var TmpfsOptions: Tmpfs?

      enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case Source, Target, TmpfsOptions
      }
    }

    var Binds: [String]?
    var Mounts: [Mount]?
    var Devices: [Device]?
    var NetworkMode: String?
    var Privileged = false
    var Dns: [String]?
    var DnsSearch: [String]?
    var ExtraHosts: [String]?
    var Memory: Int64?
    var MemorySwap: Int64?
    var ShmSize: Int64?
    var LogConfig: Log?
  }
  struct Networking: Encodable, Sendable {
    struct Endpoint: Encodable, Sendable {
      var Aliases: [String]
    }
    var EndpointsConfig: [String: Endpoint]
  }

  var Image: String
  var Entrypoint: [String]?
  var Cmd: [String]?
  var Env: [String]
  var WorkingDir: String?
  var User: String?
  var Labels: [String: String]
  var AttachStdout = true
  var AttachStderr = true
  var HostConfig = Host()
  var NetworkingConfig: Networking?
}

/// The answer to the creation of a container or network.
struct CreatedResource: Decodable, Sendable {
  var Id: String
}

/// The answer to waiting for a container.
struct ContainerEnd: Decodable, Sendable {
  struct Failure: Decodable, Sendable {
    var Message: String?
  }
  var StatusCode: Int64
  var Error: Failure?
}

/// What inspecting a container says about its end.
struct ContainerDetails: Decodable, Sendable {
  struct State: Decodable, Sendable {
    var OOMKilled: Bool?
  }
  var State: State?
}

/// A container, network or volume in a list.
struct ListedResource: Decodable, Sendable {
  /// Containers and networks.
  var Id: String?
  /// Networks and volumes.
  var Name: String?
  var Labels: [String: String]?
}

/// The answer to listing volumes.
struct ListedVolumes: Decodable, Sendable {
  var Volumes: [ListedResource]?
}

/// The request that creates a network.
struct NetworkSpecification: Encodable, Sendable {
  var Name: String
  var Driver = "bridge"
  var CheckDuplicate = true
  var Labels: [String: String]
}

/// The request that creates a volume.
struct VolumeSpecification: Encodable, Sendable {
  var Name: String
  var Driver = "local"
  var Labels: [String: String]
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
