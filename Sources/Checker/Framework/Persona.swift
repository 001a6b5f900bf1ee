/// Whom `check` speaks to: the same file is read by its author every day and by an auditor once a year.
public enum Persona: String, Hashable, Sendable, CaseIterable, Comparable {
  /// The author: what is wrong, nothing that is a matter of opinion.
  case regular
  /// Who asks for advice, too.
  case pedantic
  /// Who wants to know all that could matter, and reads findings that are mostly fine.
  case auditor

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .regular: 0
    case .pedantic: 1
    case .auditor: 2
    }
  }
}
