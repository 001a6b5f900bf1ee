import Glibc

/// Contiguous memory for many small values.
///
/// It grows through `realloc`, which moves the pages of a big block instead of copying them: an `Array` would hold both
/// the old and the new block while it grows, three times what is used.
struct GrowingMemory<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>?
  private(set) var count = 0
  private var capacity = 0

  init() {}

  deinit { free(base) }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: count + 1) }
    base.unsafelyUnwrapped[count] = element
    count += 1
  }

  mutating func append(from source: UnsafePointer<Element>, count added: Int) {
    guard added > 0 else { return }
    if count + added > capacity { grow(to: count + added) }
    (base.unsafelyUnwrapped + count).update(from: source, count: added)
    count += added
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "an index past the stored values")
      return base.unsafelyUnwrapped[index]
    }
    set {
      precondition(index >= 0 && index < count, "an index past the stored values")
      base.unsafelyUnwrapped[index] = newValue
    }
  }

  var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  /// Gives back what growing took too much.
  mutating func shrink() {
    if count < capacity, count > 0 { resize(to: count) }
  }

  private mutating func grow(to needed: Int) {
    resize(to: max(needed, capacity + capacity / 2, 16))
  }

  private mutating func resize(to newCapacity: Int) {
    guard let memory = realloc(base, newCapacity * MemoryLayout<Element>.stride) else {
      preconditionFailure("out of memory")
    }
    base = memory.bindMemory(to: Element.self, capacity: newCapacity)
    capacity = newCapacity
  }
}
