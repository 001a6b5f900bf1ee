import Diagnostics

extension IRWriter {
  /// The members of a file of PipeCD: its options with their defaults, those that are written with their places.
  mutating func write(_ document: PipeCDDocument) {
    at(document.span)
    json.member("generation", document.generation.rawValue)
    member("apiVersion", document.version)
    member("kind", document.kind)
    json.key("spec")
    var printer = PipeCD.Printer(self)
    document.writeSpecification(to: &printer)
    if let writer = printer.writer { self = writer }
  }

  /// Lets `body` write to the JSON itself.
  mutating func emit(_ body: (inout JSONWriter) -> Void) { body(&json) }
}
