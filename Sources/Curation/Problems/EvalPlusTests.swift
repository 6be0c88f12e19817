import Foundation

/// The tests that EvalPlus's inputs stand for.
enum EvalPlusTests {
  /// - Parameters:
  ///   - inputs: lists of arguments, in JSON as Python writes it: `NaN` and `Infinity` are numbers.
  ///   - tolerance: the row's `atol`.
  static func text(
    task: String, entryPoint: String, reference: [UInt8], inputs: [[UInt8]], tolerance: Double
  ) -> String {
    // Of another alphabet, so that no text ends the string that it stands in.
    func quoted(_ bytes: [UInt8]) -> String { "\"\(Data(bytes).base64EncodedString())\"" }
    let program = """
      TASK, ENTRY, ATOL = \(quoted(Array(task.utf8))), \(quoted(Array(entryPoint.utf8))), \(tolerance)
      REFERENCE, INPUTS = \(quoted(reference)), [\(inputs.map(quoted).joined(separator: ", "))]
      CANDIDATE = vars().get(__import__("base64").b64decode(ENTRY).decode())

      """ + ArrayStandIn.script + "\n" + script
    // As a string it is not asked at every comparison and call of its own whether somebody forged what it sees: it asks once, of what the
    // solution gives.
    return "exec(__import__(\"base64\").b64decode(\(quoted(Array(program.utf8)))).decode(), globals())\n"
  }

  /// What EvalPlus 0.3 does: expected values from the reference; the types that JSON lost are given back to the arguments of the tasks that
  /// lost them; and for the tasks of which more than one value is right, its rules for these.
  private static let script = #"""
    def evaluate():
        import base64, copy, json, math
        task, entry = base64.b64decode(TASK).decode(), base64.b64decode(ENTRY).decode()
        assert CANDIDATE is not None, "it does not define " + entry
        is_mbpp = task.lower().startswith("mbpp")
        number = int("".join(each for each in task.split("/")[-1] if each.isdigit()) or 0)

        def rows(value): return [tuple(each) for each in value]
        def deep(value): return tuple([deep(each) for each in value]) if isinstance(value, list) else value
        def restored(inputs):
            if not is_mbpp: return inputs
            if number in (2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630, 726, 740, 744, 809):
                return [rows(each) for each in inputs]
            if number in (63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780):
                return [[rows(part) for part in each] for each in inputs]
            if number in (75, 413, 444, 753): return [[rows(each[0]), each[1]] for each in inputs]
            if number in (106, 750): return [[each[0], tuple(each[1])] for each in inputs]
            if number == 115: return [[[set(part) if isinstance(part, list) and part else {} for part in each[0]]] for each in inputs]
            if number == 124: return [(float(each[0]), complex(each[1])) for each in inputs]
            if number in (250, 405, 446, 617, 720, 763, 808): return [[tuple(each[0]), each[1]] for each in inputs]
            if number in (259, 401, 445): return [[tuple(rows(part)) for part in each] for each in inputs]
            if number == 278: return [[tuple([tuple(part) if isinstance(part, list) else part for part in each[0]])] for each in inputs]
            if number == 307: return [[tuple(each[0]), each[1], each[2]] for each in inputs]
            if number == 722: return [[{key: tuple(value) for key, value in each[0].items()}] + each[1:] for each in inputs]
            if number == 252: return [[complex(each[0])] for each in inputs]
            if number in (580, 615, 791): return [deep(each) for each in inputs]
            return inputs

        def surface(edge, height):
            slant = math.sqrt((edge / 2) ** 2 + height ** 2)
            return round(edge ** 2 + 4 * (edge * slant) / 2)
        def distance(one, other):
            one, other = str(one), str(other)
            width = max(len(one), len(other))
            return sum([abs(int(a) - int(b)) for a, b in zip(one.zfill(width), other.zfill(width))])
        def polynomial(factors, x): return sum([factor * math.pow(x, power) for power, factor in enumerate(factors)])
        def is_floats(value):
            if isinstance(value, float): return True
            return isinstance(value, (list, tuple)) and len(value) > 0 and all([isinstance(each, float) for each in value])

        sets = ("similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum",
                "intersection_array", "find_dissimilar", "Diff")
        not_none = ("check_str", "text_match_three", "text_starta_endb")
        space = {}
        exec(base64.b64decode(REFERENCE).decode(), space)
        reference = space[entry]
        for text in INPUTS:
            atol = ATOL
            for given in restored(json.loads(base64.b64decode(text))):
                expected = reference(*copy.deepcopy(given))
                if is_mbpp and entry in not_none: expected = expected is not None
                result = __genuine__(CANDIDATE(*given))
                if not is_mbpp and entry == "find_zero":
                    assert abs(polynomial(*given, result)) <= atol
                    continue
                exact = result == expected
                if is_mbpp:
                    if entry == "are_equivalent": exact = True
                    elif entry == "sum_div": exact = exact or result == 0
                    elif entry == "surface_Area": exact = exact or abs(result - surface(*given)) <= atol
                    elif entry == "digit_distance_nums": exact = exact or result == distance(*given)
                    elif entry in sets: exact = set(result) == set(expected)
                    elif entry in not_none: exact = result == expected if isinstance(result, bool) else expected == (result is not None)
                if atol == 0 and is_floats(expected): atol = 1e-6
                if not exact and atol != 0:
                    assert type(result) == type(expected), "of another type"
                    if isinstance(expected, (list, tuple)): assert len(result) == len(expected), "of another length"
                    assert np.allclose(result, expected, rtol=1e-07, atol=atol), "another value"
                else:
                    assert exact, "another value"

    evaluate()
    """#
}
