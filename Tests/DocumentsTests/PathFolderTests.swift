import Documents
import Testing

@Suite struct PathFolderTests {
  @Test(arguments: [
    ("/tmp/a", "/tmp"), ("/tmp/a/", "/tmp"), ("/a", "/"), ("/", "/"), ("//", "/"), ("//a", "/"), ("a/b", "a"),
    ("a//b", "a"), ("a/b/c", "a/b"), ("ab", ""), ("ab/", ""), ("a", ""), ("é", ""), (".", ""), ("a/", ""), ("", ""),
    ("./a", "."), ("../a", ".."), ("日/本", "日"),
  ]) func theFolderOfAPath(path: String, folder: String) {
    #expect(path.pathFolder == folder)
  }
}
