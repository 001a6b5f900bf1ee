import Diagnostics
import Foundation
import Planner
import TestSupport
import Testing

/// Plans as pages and drawings for browsers.
@Suite struct PageTests {
  /// What would do harm if it were taken for anything but text.
  private static let hostile = """
    kind: pipeline
    name: "</title><script>parent.pwned=1</script>"
    steps:
    - name: "<img src=x onerror=parent.pwned=2>"
      image: "\\"><svg onload=parent.pwned=3>"
      commands: ["echo </pre><script>parent.pwned=4</script> ' onmouseover='parent.pwned=5"]
      environment:
        "<b>": "</td></table><script>parent.pwned=6</script>"
        TOKEN: {from_secret: "</span><script>parent.pwned=7</script>"}
      depends_on: [clone]
    - name: second
      image: alpine
      commands: ["echo \\e[2J"]
      depends_on: [clone]
      when: {event: "<i>tag</i>"}
    - name: third
      image: alpine
      commands: [make]
      depends_on: [second, "<img src=x onerror=parent.pwned=2>"]
    """

  private static func page(_ text: String) -> String {
    let source = Source(name: "<a>.yml", text: text)
    return PlanPage.text(plan(source, in: context()), source: source)
  }

  @Test("what a person wrote stays text") func escaping() {
    let page = Self.page(Self.hostile)
    #expect(page.matches(of: /<script/).count == 1)
    #expect(!page.contains("<img") && !page.contains("<b>") && !page.contains("<i>"))
    #expect(page.contains("&lt;img src=x onerror=parent.pwned=2&gt;"))
    #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    let source = Source(name: "<a>.yml", text: Self.hostile)
    let svg = PlanDrawing.svg(plan(source, in: context()), source: source)
    #expect(!svg.contains("<script") && !svg.contains("<img") && svg.contains("&lt;a&gt;.yml"))
  }

  @Test("nothing is loaded, and only the page's own program runs") func policy() throws {
    let page = Self.page(Self.hostile)
    let others = page.replacing("http://www.w3.org/2000/svg", with: "").replacing("http-equiv", with: "")
    #expect(!others.contains("http") && !others.contains("url(") && !others.contains("src=\""))
    let script = try #require(page.firstMatch(of: /(?s)<script>(.*?)<\/script>/)?.1)
    let digest = try OutsideProgram.run("openssl", ["dgst", "-sha256", "-binary"], input: Array(script.utf8))
    let hash = Data(digest?.output ?? []).base64EncodedString()
    if digest != nil { #expect(page.contains("script-src 'sha256-\(hash)'"), "\(hash)") }
  }

  @Test("drawings are well-formed", arguments: PictureTests.names) func wellFormed(_ name: String) throws {
    let (plan, source) = try PictureTests.planned(name)
    let svg = PlanDrawing.svg(plan, source: source)
    guard let checked = try OutsideProgram.run("xmllint", ["--noout", "-"], input: Array(svg.utf8)) else { return }
    #expect(checked.status == 0, "\(String(decoding: checked.errors, as: UTF8.self))")
  }

  @Test("each step has a card, and each card has its details", arguments: PictureTests.names)
  func cards(_ name: String) throws {
    let (plan, source) = try PictureTests.planned(name)
    let page = PlanPage.text(plan, source: source)
    let links = page.matches(of: /<a class="card \w+" href="#([^"]*)"/).map { String($0.1) }
    #expect(Set(links).count == links.count && !links.isEmpty)
    for link in links {
      #expect(page.contains("<article id=\"\(link)\"") || page.contains("<section id=\"\(link)\""), "\(link)")
    }
  }

  @Test("secrets are names") func secrets() {
    let page = Self.page(
      """
      kind: pipeline
      name: p
      steps: [{name: s, image: i, commands: [c], environment: {TOKEN: {from_secret: hub}}}]
      """)
    #expect(page.contains("<td>TOKEN</td><td><span class=\"secret\">secret hub</span></td>"))
  }

  @Test("a graph of two thousand steps is laid out at once") func large() {
    var text = "kind: pipeline\nname: p\nsteps:\n"
    for number in 0..<2000 {
      text +=
        "- {name: s\(number), image: i, commands: [c], depends_on: [\(number < 7 ? "clone" : "s\(number - 7), s\(number - 3)")]}\n"
    }
    let start = ContinuousClock.now
    #expect(Self.page(text).utf8.count > 500_000)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  /// Loads the page into a frame, chooses a card as people do, and tells what is to be seen then.
  private static let driver = """
    <!DOCTYPE html><body><iframe src="page.html" width="1300" height="900"></iframe><pre id="result">waiting</pre><script>
    const frame = document.querySelector("iframe");
    frame.onload = () => {
      const page = frame.contentDocument, view = frame.contentWindow, problems = [];
      page.addEventListener("securitypolicyviolation", e => problems.push(e.violatedDirective));
      view.addEventListener("error", e => problems.push(e.message));
      const cards = [...page.querySelectorAll("a.card")];
      const seen = () => [...page.querySelectorAll("aside article")].filter(a => view.getComputedStyle(a).display !== "none");
      const before = seen().length;
      const card = cards[1];
      card.dispatchEvent(new view.MouseEvent("click", {bubbles: true, cancelable: true, view}));
      setTimeout(() => {
        const open = seen();
        const result = [
          "cards " + cards.length, "before " + before, "open " + open.map(a => a.id).join(),
          "title " + (open[0] ? open[0].querySelector("h3").textContent : ""),
          "chosen " + page.querySelectorAll("a.chosen").length, "lines " + page.querySelectorAll(".line.chosen").length,
          "room " + cards.every(c => c.getBoundingClientRect().width > 100), "pwned " + window.pwned,
          "problems " + problems.join("; ")];
        page.dispatchEvent(new view.KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
        setTimeout(() => {
          result.push("after " + seen().length);
          document.getElementById("result").textContent = result.join("\\n");
        }, 100);
      }, 100);
    };
    </script>
    """

  @Test("a browser shows the details of the card that is clicked") func browser() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.page(Self.hostile).utf8).write(to: folder.appendingPathComponent("page.html"))
    try Data(Self.driver.utf8).write(to: folder.appendingPathComponent("driver.html"))
    let arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--allow-file-access-from-files", "--enable-logging=stderr", "--virtual-time-budget=4000",
      "--user-data-dir=\(folder.path)/profile", "--dump-dom", "file://\(folder.path)/driver.html",
    ]
    guard let result = try OutsideProgram.run("chromium", arguments) else { return }
    let page = String(decoding: result.output, as: UTF8.self)
    let text = page.firstMatch(of: /(?s)<pre id="result">(.*?)<\/pre>/).map { String($0.1) } ?? page
    #expect(
      text.split(separator: "\n").map(String.init) == [
        "cards 4", "before 0", "open p0s1", "title &lt;img src=x onerror=parent.pwned=2&gt;", "chosen 1", "lines 2",
        "room true", "pwned undefined", "problems ", "after 0",
      ], "\(text)")
    let errors = String(decoding: result.errors, as: UTF8.self)
    #expect(!errors.contains("CONSOLE"), "\(errors)")
  }
}
