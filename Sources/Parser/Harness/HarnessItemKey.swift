import IR

/// What tells the items of one list apart, wherever the server puts paths and lists together: duplicates, input sets,
/// templates.
enum HarnessItemKey {
  /// Keys of which the first that an item has names it.
  static let names = ["identifier", "id", "name", "key", "commandType", "serviceRef", "environmentRef"]
  /// What wraps the items of `stages:` and `steps:`.
  static let wrappers = ["stage", "step", "stepGroup", "insert"]

  /// The mapping with an item's keys, and what wraps it; of `- step: {…}` that which `step` leads to. Whatever stands alone
  /// and has an identifier is wrapped so: manifests, sidecars, files of variables.
  static func body(of item: Data) -> (wrapper: String?, body: Data) {
    guard let entries = item.entries, entries.count == 1, let name = entries[0].key.name else { return (nil, item) }
    guard wrappers.contains(name) || entries[0].value["identifier"]?.scalarText != nil else { return (nil, item) }
    return (name, entries[0].value)
  }

  /// The scalar that names an item; nil where it has none.
  static func name(of item: Data) -> (key: String, text: Text)? {
    let body = body(of: item).body
    guard body.entries != nil else { return nil }
    for name in names {
      if let text = body[name]?.scalarText { return (name, text) }
    }
    return nil
  }

  /// The members of `- parallel: […]`, which adds nothing to paths; nil for other items.
  static func members(of item: Data) -> [Data]? {
    guard let entries = item.entries, entries.count == 1, entries[0].key.name == "parallel" else { return nil }
    return entries[0].value.items
  }
}
