import Diagnostics
import IR
import YAML

extension Node {
  /// Where a value counts as written: an alias at its use.
  var place: Span { useSpan }

  /// The scalar as a field of type string holds it: the text as written, empty for null; nil for lists and maps.
  var string: Text? {
    guard kind == .scalar else { return nil }
    if isNullScalar { return Text("", at: span) }
    return Text(text, at: span, map: style == .plain ? nil : offsetMap())
  }

  /// Like `string`, with the way back into folded and multi-line plain text.
  var mappedString: Text? {
    guard kind == .scalar else { return nil }
    if isNullScalar { return Text("", at: span) }
    return Text(text, at: span, map: offsetMap())
  }

  /// Whether the scalar is null to the decoder.
  var isNullScalar: Bool {
    guard kind == .scalar, style == .plain, tag == nil else { return false }
    return withText { bytes in
      switch bytes.count {
      case 0: true
      case 1: bytes[0] == UInt8(ascii: "~")
      case 4: equals("null") || equals("Null") || equals("NULL")
      default: false
      }
    }
  }

  /// The scalars of a list; other items are left out, null is the empty text.
  var strings: [Text] {
    items.compactMap { $0.resolved.mappedString }
  }

  /// The truth value, if it is one; null is false.
  var bool: Located<Bool>? {
    guard kind == .scalar else { return nil }
    switch GoScalar.resolve(self) {
    case .bool(let value): return Located(value, span)
    case .null: return Located(false, span)
    default: return nil
    }
  }

  /// The whole number, a float cut off.
  var integer: Located<Int64>? {
    guard kind == .scalar else { return nil }
    switch GoScalar.resolve(self) {
    case .integer(let value): return Located(value, span)
    case .unsigned(let value): return Located(Int64(clamping: value), span)
    case .float(let value) where value.magnitude < 9.2e18: return Located(Int64(value), span)
    case .null: return Located(0, span)
    default: return nil
    }
  }
}
