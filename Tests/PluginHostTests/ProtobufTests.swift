import TestSupport
import Testing

@testable import PluginHost

/// Bytes from others, well formed or not.
@Suite struct ProtobufTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let text: String

    init(_ name: String, _ bytes: [UInt8], _ text: String) {
      testDescription = name
      self.bytes = bytes
      self.text = text
    }
  }

  /// What is read as a log block: its index, text and severity, or why it is none.
  @Test(arguments: [
    Row("nothing", [], "0 '' INFO"),
    Row("an unknown number is skipped", [0x28, 0x96, 0x01, 0x08, 0x01], "1 '' INFO"),
    Row("an unknown text is skipped", [0x2A, 0x02, 0x61, 0x62, 0x08, 0x01], "1 '' INFO"),
    Row(
      "unknown fixed numbers are skipped", [0x2D, 1, 2, 3, 4, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x08, 0x01], "1 '' INFO"),
    Row("an unknown group is skipped with all in it", [0x2B, 0x08, 0x05, 0x2C, 0x08, 0x01], "1 '' INFO"),
    Row("a field of another type is skipped", [0x0A, 0x01, 0x61, 0x08, 0x01], "1 '' INFO"),
    Row("the last value counts", [0x08, 0x01, 0x08, 0x02], "2 '' INFO"),
    Row("a negative number has ten bytes", [0x08] + Array(repeating: 0xFF, count: 9) + [0x01], "-1 '' INFO"),
    Row("a severity without a name is kept", [0x18, 0x07], "0 '' 7"),
    Row("a text in any script", [0x12, 0x02, 0xC3, 0xA9], "0 'é' INFO"),
    Row("a number without an end", [0x08, 0x80], "the message ends inside a number"),
    Row("a number that is too long", [0x08] + Array(repeating: 0xFF, count: 11), "a number has more than 64 bits"),
    Row(
      "a number of 65 bits", [0x08] + Array(repeating: 0xFF, count: 9) + [0x02], "a number has more than 64 bits"),
    Row("a text without an end", [0x12, 0x05, 0x61], "the message ends inside a field"),
    Row(
      "a text of an immense length", [0x12] + Array(repeating: 0xFF, count: 9) + [0x01],
      "the message ends inside a field"),
    Row("a fixed number without an end", [0x29, 1], "the message ends inside a field"),
    Row("field number 0", [0x00, 0x01], "a field has an impossible tag"),
    Row("wire type 7", [0x0F], "a field has an impossible tag"),
    Row("a group without an end", [0x2B], "the message ends inside a group"),
    Row("a group without a beginning", [0x2C], "a group ends that did not begin"),
    Row("groups without bottom", Array(repeating: 0x2B, count: 1000), "messages lie too deep in one another"),
    Row("a text that is not UTF-8", [0x12, 0x01, 0xFF], "a text is not UTF-8"),
  ])
  func readsBlocks(_ row: Row) {
    let text: String
    do throws(ProtobufFailure) {
      let block = try PluginAPI.LogBlock(decoding: row.bytes)
      text = "\(block.index) '\(block.log)' \(block.severity)"
    } catch {
      text = error.message
    }
    #expect(text == row.text)
  }

  /// Whatever a plugin sends: it is read or refused.
  @Test func damagedMessagesAreReadOrRefused() throws {
    var random = SeededRandom(seed: 7)
    var request = ExecuteStageRequest()
    request.input = Samples.input(stage: "WAIT", config: #"{"duration":"1s"}"#)
    let whole = request.encoded()
    var refused = 0
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      do throws(ProtobufFailure) {
        // What can be read can be written and read again.
        let read = try ExecuteStageRequest(decoding: bytes)
        #expect(try ExecuteStageRequest(decoding: read.encoded()) == read)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 500)
  }

  @Test func messagesOfOneFieldAreMerged() throws {
    // Two pieces of `input`: the deployment's id in one, its application's in the other.
    let bytes: [UInt8] = [0x0A, 0x05, 0x0A, 0x03, 0x0A, 0x01, 0x64, 0x0A, 0x05, 0x0A, 0x03, 0x12, 0x01, 0x61]
    let request = try ExecuteStageRequest(decoding: bytes)
    #expect(request.input?.deployment?.id == "d")
    #expect(request.input?.deployment?.applicationID == "a")
  }

  @Test func mapsAreWrittenInOrder() {
    var request = MetadataMultiRequest()
    request.metadata = ["b": "2", "a": "1", "c": ""]
    #expect(hex(request.encoded()) == "1a060a01611201311a060a01621201321a030a0163")
  }

  @Test func aMillionFieldsAreEnough() {
    // In a group that is skipped, where they cost the test least.
    let bytes = [0x2B] + Array(repeatElement([0x08, 0x01] as [UInt8], count: ProtobufDecoder.mostFields).joined())
    #expect(throws: ProtobufFailure("the message has too many fields")) {
      try ReportStageLogsRequest(decoding: bytes)
    }
  }
}
