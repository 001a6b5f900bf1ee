import Diagnostics
import Expressions
import IR
import Parser
import Planner

/// A Drone file as plans are made of it: as the server reads it, and again for every runner where `${…}` stands in it.
public struct DroneFile: Sendable {
  /// The file with nothing substituted, as the server reads it.
  public let program: Program
  private let source: Source
  private let hasSubstitutions: Bool

  public init(_ source: Source) {
    self.source = source
    hasSubstitutions = Substitution.needsExpansion(source.bytes)
    program = hasSubstitutions ? DroneLoader.loadAsWritten(source) : DroneLoader.load(source) { _ in nil }
  }

  /// The plan of the file in a context.
  public func plan(in context: Context) -> Plan {
    guard hasSubstitutions else { return DronePlanner.plan(program, in: context) }
    let reloader = DroneReloader(source)
    return DronePlanner.plan(program, in: context) {
      reloader.load(lookup: $0)
    } reloadDocument: {
      reloader.load(document: $0, lookup: $1)
    }
  }
}
