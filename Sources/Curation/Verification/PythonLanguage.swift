import Sandbox

/// Python 3, by its `ast`.
struct PythonLanguage: CodeLanguage {
  let name = "python"
  let words = ["py", "python3", "python2", "pycon", "py3"]
  let ending = "py"
  let parser = "python3"
  let signs = [
    "def ", "import ", "class ", "if __name__", "print(", "return ", "\"\"\"", "elif ", "except", "@", "self.",
  ]
  let batch = 256

  func parsing(program: String, nonce: String) -> [String] {
    let script = """
      import ast, os, sys, warnings
      warnings.simplefilter("ignore")
      for name in sorted(os.listdir(".")):
          status, text = 0, ""
          try:
              with open(name, "rb") as file: ast.parse(file.read())
          except (SyntaxError, ValueError) as error: status, text = 1, type(error).__name__ + ": " + str(error)
          except (RecursionError, MemoryError) as error: status, text = 77, "too deep for the parser"
          print(sys.argv[1], name, status, ascii(text)[1:-1][:200], flush=True)
      """
    return [program, "-I", "-c", script, nonce]
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let program = Tools.find(parser) else { return nil }
    // Tests that import the solution by the name of its file find it, whatever that is.
    let harness = """
      import importlib.util, re, sys, types, unittest
      nonce, entry = sys.argv[1], sys.argv[2]
      del sys.argv[1:]
      module = types.ModuleType("solution")
      sys.modules["solution"] = module
      space = module.__dict__
      with open("solution.py", "rb") as file: exec(compile(file.read(), "solution.py", "exec"), space)
      with open("tests.py", "rb") as file: tests = file.read()
      for name in re.findall(r"^(?:from|import) +(\\w+)", tests.decode("utf-8", "replace"), re.M):
          try: known = name in sys.modules or importlib.util.find_spec(name) is not None
          except (ImportError, ValueError): known = False
          if not known: sys.modules[name] = module
      space["__name__"] = "tests"
      exec(compile(tests, "tests.py", "exec"), space)
      ran = 0
      if entry and callable(space.get("check")) and entry in space: space["check"](space[entry])
      cases = [case for case in list(space.values()) if isinstance(case, type) and issubclass(case, unittest.TestCase)]
      suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in cases)
      if cases and not unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(suite).wasSuccessful(): sys.exit(1)
      for name, test in list(space.items()):
          if not cases and name.startswith("test_") and callable(test) and test.__code__.co_argcount == 0: test()
      print(nonce, flush=True)
      """
    return TestProgram(
      files: ["solution.py": tested.code, "tests.py": tested.tests, "harness.py": Array(harness.utf8)],
      command: [program, "-I", "harness.py", nonce, tested.entryPoint ?? ""])
  }
}
