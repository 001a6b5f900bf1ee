import Glibc

/// Tells when something changes in folders, by Linux's inotify.
final class FolderWatch {
  /// More folders than these are nobody's project, and the system allows only so many.
  static let folderLimit = 4096
  /// How long to wait for what belongs to the same change: editors write in several steps. In milliseconds.
  private static let settling: Int32 = 40

  private let descriptor: Int32
  private let mask = UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)

  init() throws(CommandError) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else { throw .failure("cannot watch for changes: \(systemMessage(errno))") }
  }

  deinit { close(descriptor) }

  /// Watches folders besides those that are watched already; one that has gone is passed over.
  func add(_ folders: [String]) throws(CommandError) {
    for folder in folders where inotify_add_watch(descriptor, folder, mask) < 0 {
      if errno == ENOSPC { throw .failure("cannot watch \(folder): the system watches no more folders for this user") }
    }
  }

  /// Waits for a change of a folder, or of a file whose name is wanted, and for the end of those that come with it.
  func wait(_ isWanted: (String) -> Bool) {
    var hasChange = false
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&waiting, 1, hasChange ? Self.settling : -1)
      if count == 0 { return }
      if count < 0 { continue }
      if read(isWanted) { hasChange = true }
    }
  }

  /// Takes what the system has to tell; true where it matters.
  private func read(_ isWanted: (String) -> Bool) -> Bool {
    let headSize = MemoryLayout<inotify_event>.size
    var isFound = false
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 8) { buffer in
      while true {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        var offset = 0
        while offset + headSize <= count {
          let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
          let name = buffer[offset + headSize..<min(count, offset + headSize + Int(event.len))].prefix { $0 != 0 }
          let isLost = event.mask & UInt32(IN_Q_OVERFLOW | IN_ISDIR) != 0
          if isLost || isWanted(String(decoding: name, as: UTF8.self)) { isFound = true }
          offset += headSize + Int(event.len)
        }
      }
    }
    return isFound
  }
}
