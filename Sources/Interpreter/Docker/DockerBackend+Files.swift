import Processes
import Synchronization

extension DockerBackend {
  public func files(
    _ request: StepFileRequest, of handle: StepHandle, in run: BackendRun
  ) async throws(BackendError) -> [StepFile] {
    let reader = TarReaderBox(request)
    do throws(HTTPFailure) {
      try await client.archive(of: handle.id, path: request.path) { reader.feed($0) }
    } catch .status(404, _) {
      return []
    } catch {
      // What was wanted may be complete although the rest of the archive was not read.
      guard reader.isOver else { throw error.explained("cannot read \(request.path) of the container") }
    }
    return reader.files
  }
}

/// A reader that the thread of an answer feeds.
private final class TarReaderBox: Sendable {
  private let reader: Mutex<TarReader>

  init(_ request: StepFileRequest) {
    reader = Mutex(TarReader(request))
  }

  func feed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    reader.withLock { reader in
      reader.feed(bytes)
      return !reader.isOver
    }
  }

  var isOver: Bool { reader.withLock { $0.isOver } }
  var files: [StepFile] { reader.withLock { $0.collection.sorted } }
}
