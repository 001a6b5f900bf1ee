import Testing

@testable import PluginHost

/// What the reference implementation of protocol buffers writes for the messages of the plugin protocol.
@Suite struct GoldenBytesTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let hex: String
    /// What our encoder writes, and what it writes of what our decoder read.
    let written: @Sendable () throws -> (encoded: [UInt8], again: [UInt8])

    init<Message: ProtobufMessage>(
      _ name: String, _ hex: String, _ type: Message.Type, _ make: @escaping @Sendable (inout Message) -> Void
    ) {
      testDescription = name
      self.hex = hex
      written = {
        var message = Message()
        make(&message)
        let bytes = message.encoded()
        let read = try Message(decoding: bytes)
        #expect(read == message)
        return (bytes, read.encoded())
      }
    }
  }

  static func stage(_ stage: inout PluginAPI.PipelineStage) {
    stage.id = "s1"
    stage.name = "WAIT"
    stage.status = .running
    stage.createdAt = 1_700_000_000
    stage.updatedAt = 1_700_000_000
  }

  static let stageHex = "0a02733112045741495440017080e2cfaa067880e2cfaa06"
  static let deploymentHex = """
    0a026431120261311a016e2a02703132026a31421b0a040a02723112026170220f6170702e7069706563642e79616d6ca2011a0a120a01681201\
    6d1a01752201627080e2cfaa061880e2cfaa06a80680e2cfaa06b00680e2cfaa06
    """

  static let rows: [Row] = [
    Row("FetchDefinedStagesResponse", "0a0457414954", FetchDefinedStagesResponse.self) { $0.stages = ["WAIT"] },
    Row("ExecuteStageResponse", "0802", ExecuteStageResponse.self) { $0.status = .success },
    Row("DetermineStrategyResponse", "1801", DetermineStrategyResponse.self) { $0.unsupported = true },
    Row(
      "BuildPipelineSyncStagesRequest", "0801121e1204574149541a0164280232117b226475726174696f6e223a223273227d",
      BuildPipelineSyncStagesRequest.self
    ) {
      $0.rollback = true
      var stage = PluginAPI.StageConfig()
      stage.name = "WAIT"
      stage.desc = "d"
      stage.index = 2
      stage.config = Array(#"{"duration":"2s"}"#.utf8)
      $0.stages = [stage]
    },
    Row("BuildPipelineSyncStagesResponse", "0a0b1204574149541a01642002", BuildStagesResponse.self) {
      var stage = PluginAPI.PipelineStage()
      stage.name = "WAIT"
      stage.desc = "d"
      stage.index = 2
      $0.stages = [stage]
    },
    Row("GetStageMetadataResponse", "0a01761001", MetadataResponse.self) {
      $0.value = "v"
      $0.found = true
    },
    Row("PutStageMetadataMultiRequest", "0a01641201731a060a0161120131", MetadataMultiRequest.self) {
      $0.deploymentID = "d"
      $0.owner = "s"
      $0.metadata = ["a": "1"]
    },
    Row("LogBlock", "0881e2cfaa061202686918017080e2cfaa06", PluginAPI.LogBlock.self) {
      $0.index = 1_700_000_001
      $0.log = "hi"
      $0.severity = .success
      $0.createdAt = 1_700_000_000
    },
    Row("Deployment with deploy targets", "62130a0a6b756265726e6574657312050a03646576", PluginAPI.Deployment.self) {
      $0.deployTargetsByPlugin = ["kubernetes": PluginAPI.DeployTargets(["dev"])]
    },
    Row(
      "ListStageCommandsResponse", "0a1f0a026331220264312a0273313203626f62f001039202080a02643112027331",
      ListStageCommandsResponse.self
    ) {
      var command = PluginAPI.Command()
      command.id = "c1"
      command.deploymentID = "d1"
      command.stageID = "s1"
      command.commander = "bob"
      command.type = .approveStage
      command.approveStage = PluginAPI.StageReference(deploymentID: "d1", stageID: "s1")
      $0.commands = [command]
    },
    Row("PipelineStage", stageHex, PluginAPI.PipelineStage.self, stage),
    Row("Deployment", deploymentHex, PluginAPI.Deployment.self) { $0 = Samples.deployment },
    Row(
      "ExecuteStageRequest",
      "0ae2010a5b" + deploymentHex + "1218" + stageHex
        + """
        1a117b226475726174696f6e223a223173227d2a560a042f746d701201681a3a61706956657273696f6e3a207069706563642e6465762f76\
        3162657461310a6b696e643a204170706c69636174696f6e0a737065633a207b7d0a220f6170702e7069706563642e79616d6c
        """, ExecuteStageRequest.self
    ) {
      var input = PluginAPI.ExecutePluginInput()
      input.deployment = Samples.deployment
      var stage = PluginAPI.PipelineStage()
      Self.stage(&stage)
      input.stage = stage
      input.stageConfig = Array(#"{"duration":"1s"}"#.utf8)
      input.targetDeploymentSource = Samples.source
      $0.input = input
    },
  ]

  @Test(arguments: rows) func encodesAsTheReference(_ row: Row) throws {
    let (encoded, again) = try row.written()
    #expect(hex(encoded) == row.hex)
    #expect(hex(again) == row.hex)
  }
}

/// Bytes as pairs of hexadecimal digits.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
