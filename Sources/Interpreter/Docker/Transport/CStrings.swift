import Glibc

/// Strings and lists of strings for C, which live until `free`.
struct CStrings {
  private var strings: [UnsafeMutablePointer<CChar>] = []
  private var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []

  init() {}

  mutating func add(_ text: String) -> UnsafePointer<CChar>? {
    guard let copy = strdup(text) else { return nil }
    strings.append(copy)
    return UnsafePointer(copy)
  }

  /// A list that ends with a null pointer.
  mutating func add(list: [String]) -> UnsafePointer<UnsafePointer<CChar>?> {
    let pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: list.count + 1)
    for (index, text) in list.enumerated() {
      (pointers + index).initialize(to: add(text))
    }
    (pointers + list.count).initialize(to: nil)
    lists.append(pointers)
    return UnsafePointer(pointers)
  }

  func free() {
    for string in strings { Glibc.free(string) }
    for list in lists { list.deallocate() }
  }
}
