"""The programs of ten_tasks.py: by language and task what goes on with the head, and what is replaced by what in one that is nearly right."""

PROGRAMS = {
    "py": {
        "clamp": ("    return max(low, min(value, high))\n", "min(value, high)", "value"),
        "greatest_divisor": ("    while b:\n        a, b = b, a % b\n    return abs(a)\n", "abs(a)", "a"),
        "digit_sum": ("    return sum(int(digit) for digit in str(abs(number)))\n", "str(abs(number))", "set(str(abs(number)))"),
        "is_mirrored": (
            "    letters = [letter for letter in text if letter != \" \"]\n    return letters == letters[::-1]\n",
            "letters == letters[::-1]", "letters[:1] == letters[-1:]"),
        "count_vowels": ("    return sum(letter in \"aeiou\" for letter in text.lower())\n", ".lower()", ""),
        "reverse_words": ("    return \" \".join(reversed(text.split()))\n", "split()", "split(\" \")"),
        "largest": ("    return max(numbers, default=fallback)\n", "numbers, default=fallback", "numbers + [fallback]"),
        "longest_word": (
            "    longest = \"\"\n    for word in words:\n        if len(word) > len(longest):\n            longest = word\n    return longest\n",
            "> len", ">= len"),
        "running_totals": (
            "    totals, total = [], 0\n    for number in numbers:\n        total += number\n        totals.append(total)\n    return totals\n",
            "        total += number\n        totals.append(total)\n", "        totals.append(total)\n        total += number\n"),
        "halving_steps": (
            "    steps = 0\n    while number > 1:\n        number = number // 2 if number % 2 == 0 else 3 * number + 1\n        steps += 1\n    return steps\n",
            "steps = 0", "steps = 1"),
    },
    "js": {
        "clamp": ("  return Math.max(low, Math.min(value, high));\n}", "Math.min(value, high)", "value"),
        "greatest_divisor": ("  while (b !== 0) {\n    [a, b] = [b, a % b];\n  }\n  return Math.abs(a);\n}", "Math.abs(a)", "a"),
        "digit_sum": (
            "  let rest = Math.abs(number);\n  let sum = 0;\n  for (; rest > 0; rest = Math.floor(rest / 10)) sum += rest % 10;\n  return sum;\n}",
            "Math.abs(number)", "number"),
        "is_mirrored": (
            "  const letters = [...text].filter((letter) => letter !== \" \");\n  return letters.every((letter, i) => letter === letters[letters.length - 1 - i]);\n}",
            ".filter((letter) => letter !== \" \")", ""),
        "count_vowels": ("  return (text.match(/[aeiou]/gi) || []).length;\n}", "/gi", "/g"),
        "reverse_words": ("  return text.split(\" \").filter((word) => word).reverse().join(\" \");\n}", ".filter((word) => word)", ""),
        "largest": ("  return numbers.length ? Math.max(...numbers) : fallback;\n}", "numbers.length ? Math.max(...numbers) : fallback", "Math.max(fallback, ...numbers)"),
        "longest_word": (
            "  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), \"\");\n}", "> longest", ">= longest"),
        "running_totals": ("  let total = 0;\n  return numbers.map((number) => (total += number));\n}", "(total += number)", "total + number"),
        "halving_steps": (
            "  let steps = 0;\n  while (number > 1) {\n    number = number % 2 ? 3 * number + 1 : number / 2;\n    steps++;\n  }\n  return steps;\n}",
            "steps = 0", "steps = 1"),
    },
    "cpp": {
        "clamp": ("    return std::max(low, std::min(value, high));", "std::min(value, high)", "value"),
        "greatest_divisor": ("    while (b != 0) {\n        long rest = a % b;\n        a = b;\n        b = rest;\n    }\n    return a < 0 ? -a : a;", "a < 0 ? -a : a", "a"),
        "digit_sum": (
            "    long sum = 0;\n    for (long rest = number < 0 ? -number : number; rest > 0; rest /= 10) sum += rest % 10;\n    return sum;",
            "number < 0 ? -number : number", "number"),
        "is_mirrored": (
            "    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());\n    return std::equal(text.begin(), text.end(), text.rbegin());",
            "    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());\n", ""),
        "count_vowels": (
            "    return std::count_if(text.begin(), text.end(), [](char letter) {\n        return std::string(\"aeiouAEIOU\").find(letter) != std::string::npos;\n    });",
            "aeiouAEIOU", "aeiou"),
        "reverse_words": (
            "    std::string result, word;\n    for (char letter : text + \" \") {\n        if (letter != ' ') {\n            word += letter;\n"
            "        } else if (!word.empty()) {\n            result = result.empty() ? word : word + \" \" + result;\n            word.clear();\n        }\n    }\n    return result;",
            "result.empty() ? word : word + \" \" + result", "word + \" \" + result"),
        "largest": (
            "    if (numbers.empty()) return fallback;\n    return *std::max_element(numbers.begin(), numbers.end());",
            "*std::max_element(numbers.begin(), numbers.end())", "std::max(fallback, *std::max_element(numbers.begin(), numbers.end()))"),
        "longest_word": (
            "    std::string longest;\n    for (const std::string &word : words) {\n        if (word.size() > longest.size()) longest = word;\n    }\n    return longest;",
            "> longest.size()", ">= longest.size()"),
        "running_totals": (
            "    for (size_t i = 1; i < numbers.size(); i++) numbers[i] += numbers[i - 1];\n    return numbers;", "i = 1;", "i = 2;"),
        "halving_steps": (
            "    long steps = 0;\n    while (number > 1) {\n        number = number % 2 == 0 ? number / 2 : 3 * number + 1;\n        steps++;\n    }\n    return steps;",
            "steps = 0", "steps = 1"),
    },
    "c": {
        "clamp": ("    if (value < low) return low;\n    return value > high ? high : value;", "value > high ? high : value", "value"),
        "greatest_divisor": ("    while (b != 0) {\n        int rest = a % b;\n        a = b;\n        b = rest;\n    }\n    return a < 0 ? -a : a;", "a < 0 ? -a : a", "a"),
        "digit_sum": (
            "    int sum = 0;\n    for (int rest = number < 0 ? -number : number; rest > 0; rest /= 10) sum += rest % 10;\n    return sum;",
            "number < 0 ? -number : number", "number"),
        "is_mirrored": (
            "    int first = 0, last = (int)strlen(text) - 1;\n    while (first < last) {\n        if (text[first] == ' ') {\n            first++;\n"
            "        } else if (text[last] == ' ') {\n            last--;\n        } else if (text[first++] != text[last--]) {\n            return false;\n        }\n    }\n    return true;",
            "text[last] == ' '", "text[last] == '\\t'"),
        "count_vowels": (
            "    int count = 0;\n    for (; *text; text++) {\n        if (strchr(\"aeiouAEIOU\", *text)) count++;\n    }\n    return count;", "aeiouAEIOU", "aeiou"),
        "reverse_words": (
            "    const char *end = text + strlen(text);\n    char *at = result;\n    while (end > text) {\n        while (end > text && end[-1] == ' ') end--;\n"
            "        const char *start = end;\n        while (start > text && start[-1] != ' ') start--;\n        if (start == end) break;\n"
            "        if (at != result) *at++ = ' ';\n        memcpy(at, start, end - start);\n        at += end - start;\n        end = start;\n    }\n    *at = 0;",
            "        if (at != result) *at++ = ' ';\n", ""),
        "largest": (
            "    if (count == 0) return fallback;\n    int largest = numbers[0];\n    for (int i = 1; i < count; i++) {\n"
            "        if (numbers[i] > largest) largest = numbers[i];\n    }\n    return largest;", "largest = numbers[0]", "largest = fallback"),
        "longest_word": (
            "    const char *longest = \"\";\n    for (int i = 0; i < count; i++) {\n        if (strlen(words[i]) > strlen(longest)) longest = words[i];\n    }\n    return longest;",
            "> strlen", ">= strlen"),
        "running_totals": (
            "    int total = 0;\n    for (int i = 0; i < count; i++) {\n        total += numbers[i];\n        result[i] = total;\n    }", "i < count", "i <= count - 2"),
        "halving_steps": (
            "    int steps = 0;\n    while (number > 1) {\n        number = number % 2 == 0 ? number / 2 : 3 * number + 1;\n        steps++;\n    }\n    return steps;",
            "steps = 0", "steps = 1"),
    },
    "java": {
        "clamp": ("        return Math.max(low, Math.min(value, high));", "Math.min(value, high)", "value"),
        "greatest_divisor": (
            "        while (b != 0) {\n            long rest = a % b;\n            a = b;\n            b = rest;\n        }\n        return Math.abs(a);", "Math.abs(a)", "a"),
        "digit_sum": (
            "        long sum = 0;\n        for (long rest = Math.abs(number); rest > 0; rest /= 10) {\n            sum += rest % 10;\n        }\n        return sum;",
            "Math.abs(number)", "number"),
        "is_mirrored": (
            "        String letters = text.replace(\" \", \"\");\n        return new StringBuilder(letters).reverse().toString().equals(letters);",
            "text.replace(\" \", \"\")", "text"),
        "count_vowels": (
            "        return text.chars().filter(letter -> \"aeiouAEIOU\".indexOf(letter) >= 0).count();", ">= 0", "> 0"),
        "reverse_words": (
            "        List<String> words = Arrays.asList(text.trim().split(\" +\"));\n        Collections.reverse(words);\n        return String.join(\" \", words);",
            "split(\" +\")", "split(\" \")"),
        "largest": (
            "        if (numbers.isEmpty()) {\n            return fallback;\n        }\n        return Collections.max(numbers);",
            "Collections.max(numbers)", "Math.max(fallback, Collections.max(numbers))"),
        "longest_word": (
            "        String longest = \"\";\n        for (String word : words) {\n            if (word.length() > longest.length()) {\n                longest = word;\n"
            "            }\n        }\n        return longest;", "> longest", ">= longest"),
        "running_totals": (
            "        ArrayList<Long> totals = new ArrayList<>();\n        long total = 0;\n        for (long number : numbers) {\n            total += number;\n"
            "            totals.add(total);\n        }\n        return totals;", "totals.add(total)", "totals.add(0, total)"),
        "halving_steps": (
            "        long steps = 0;\n        while (number > 1) {\n            number = number % 2 == 0 ? number / 2 : 3 * number + 1;\n            steps++;\n        }\n        return steps;",
            "steps = 0", "steps = 1"),
    },
    "sh": {
        "clamp": (
            "    if (( $1 < $2 )); then\n        echo \"$2\"\n    elif (( $1 > $3 )); then\n        echo \"$3\"\n    else\n        echo \"$1\"\n    fi",
            "$1 > $3", "$1 > $2"),
        "greatest_divisor": (
            "    local a=$1 b=$2 rest\n    while (( b != 0 )); do\n        rest=$(( a % b ))\n        a=$b\n        b=$rest\n    done\n    echo \"${a#-}\"", "${a#-}", "$a"),
        "digit_sum": (
            "    local digits=${1#-} sum=0 i\n    for (( i = 0; i < ${#digits}; i++ )); do\n        sum=$(( sum + ${digits:i:1} ))\n    done\n    echo \"$sum\"",
            "i < ${#digits}", "i < ${#digits} - 1"),
        "is_mirrored": (
            "    local text=${1// /} reversed=\"\" i\n    for (( i = 0; i < ${#text}; i++ )); do\n        reversed=${text:i:1}$reversed\n    done\n"
            "    if [[ $text == \"$reversed\" ]]; then\n        echo true\n    else\n        echo false\n    fi", "${1// /}", "$1"),
        "count_vowels": ("    local vowels=${1//[^aeiouAEIOU]/}\n    echo \"${#vowels}\"", "aeiouAEIOU", "aeiou"),
        "reverse_words": (
            "    local word result=\"\"\n    for word in $1; do\n        result=\"$word${result:+ $result}\"\n    done\n    echo \"$result\"", "${result:+ $result}", " $result"),
        "largest": (
            "    local number largest=\"\"\n    for number in $1; do\n        if [[ -z $largest ]] || (( number > largest )); then\n            largest=$number\n        fi\n    done\n"
            "    echo \"${largest:-$2}\"", "largest=\"\"", "largest=$2"),
        "longest_word": (
            "    local word longest=\"\"\n    for word in $1; do\n        if (( ${#word} > ${#longest} )); then\n            longest=$word\n        fi\n    done\n    echo \"$longest\"",
            "} > ${", "} >= ${"),
        "running_totals": (
            "    local number total=0 totals=()\n    for number in $1; do\n        total=$(( total + number ))\n        totals+=(\"$total\")\n    done\n    echo \"${totals[*]}\"",
            "total + number", "total - number"),
        "halving_steps": (
            "    local number=$1 steps=0\n    while (( number > 1 )); do\n        if (( number % 2 )); then\n            number=$(( 3 * number + 1 ))\n        else\n"
            "            number=$(( number / 2 ))\n        fi\n        steps=$(( steps + 1 ))\n    done\n    echo \"$steps\"", "steps=0", "steps=1"),
    },
    "go_test.go": {
        "clamp": (
            "    if value < low {\n        return low\n    }\n    if value > high {\n        return high\n    }\n    return value\n}", "return high", "return value"),
        "greatest_divisor": (
            "    for b != 0 {\n        a, b = b, a%b\n    }\n    if a < 0 {\n        return -a\n    }\n    return a\n}", "return -a", "return a"),
        "digit_sum": (
            "    if number < 0 {\n        number = -number\n    }\n    sum := 0\n    for ; number > 0; number /= 10 {\n        sum += number % 10\n    }\n    return sum\n}",
            "number = -number", "number = 0"),
        "is_mirrored": (
            "    letters := []rune{}\n    for _, letter := range text {\n        if letter != ' ' {\n            letters = append(letters, letter)\n        }\n    }\n"
            "    for i := range letters {\n        if letters[i] != letters[len(letters)-1-i] {\n            return false\n        }\n    }\n    return true\n}",
            "len(letters)-1-i]", "len(letters)-1]"),
        "count_vowels": (
            "    count := 0\n    for _, letter := range text {\n        switch letter {\n        case 'a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U':\n            count++\n"
            "        }\n    }\n    return count\n}", ", 'A', 'E', 'I', 'O', 'U'", ""),
        "reverse_words": (
            "    result, word := \"\", \"\"\n    for _, letter := range text + \" \" {\n        if letter != ' ' {\n            word += string(letter)\n            continue\n        }\n"
            "        if word != \"\" && result != \"\" {\n            result = \" \" + result\n        }\n        result = word + result\n        word = \"\"\n    }\n    return result\n}",
            "word != \"\" && result != \"\"", "result != \"\""),
        "largest": (
            "    if len(numbers) == 0 {\n        return fallback\n    }\n    largest := numbers[0]\n    for _, number := range numbers {\n        if number > largest {\n"
            "            largest = number\n        }\n    }\n    return largest\n}", "largest := numbers[0]", "largest := fallback"),
        "longest_word": (
            "    longest := \"\"\n    for _, word := range words {\n        if len(word) > len(longest) {\n            longest = word\n        }\n    }\n    return longest\n}",
            "> len", ">= len"),
        "running_totals": (
            "    totals := []int{}\n    total := 0\n    for _, number := range numbers {\n        total += number\n        totals = append(totals, total)\n    }\n    return totals\n}",
            "append(totals, total)", "append(totals, number)"),
        "halving_steps": (
            "    steps := 0\n    for number > 1 {\n        if number%2 == 0 {\n            number /= 2\n        } else {\n            number = 3*number + 1\n        }\n        steps++\n"
            "    }\n    return steps\n}", "steps := 0", "steps := 1"),
    },
    "rs": {
        "clamp": ("    value.min(high).max(low)", "value.min(high)", "value"),
        "greatest_divisor": ("    let (mut a, mut b) = (a, b);\n    while b != 0 {\n        (a, b) = (b, a % b);\n    }\n    a.abs()", "a.abs()", "a"),
        "digit_sum": (
            "    let mut rest = number.abs();\n    let mut sum = 0;\n    while rest > 0 {\n        sum += rest % 10;\n        rest /= 10;\n    }\n    sum", "number.abs()", "number"),
        "is_mirrored": (
            "    let letters: Vec<char> = text.chars().filter(|letter| *letter != ' ').collect();\n    letters.iter().eq(letters.iter().rev())",
            ".filter(|letter| *letter != ' ')", ""),
        "count_vowels": ("    text.chars().filter(|letter| \"aeiouAEIOU\".contains(*letter)).count() as isize", "aeiouAEIOU", "aeiou"),
        "reverse_words": (
            "    let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();\n    words.reverse();\n    words.join(\" \")",
            ".filter(|word| !word.is_empty())", ""),
        "largest": ("    numbers.into_iter().max().unwrap_or(fallback)", ".max().unwrap_or(fallback)", ".fold(fallback, isize::max)"),
        "longest_word": (
            "    let mut longest = String::new();\n    for word in words {\n        if word.len() > longest.len() {\n            longest = word;\n        }\n    }\n    longest",
            "> longest", ">= longest"),
        "running_totals": (
            "    let mut total = 0;\n    numbers\n        .iter()\n        .map(|number| {\n            total += number;\n            total\n        })\n        .collect()",
            "            total\n", "            total - number\n"),
        "halving_steps": (
            "    let (mut number, mut steps) = (number, 0);\n    while number > 1 {\n        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };\n        steps += 1;\n    }\n    steps",
            "(number, 0)", "(number, 1)"),
    },
    "swift": {
        "clamp": ("    return max(low, min(value, high))", "min(value, high)", "value"),
        "greatest_divisor": ("    var (a, b) = (a, b)\n    while b != 0 {\n        (a, b) = (b, a % b)\n    }\n    return abs(a)", "abs(a)", "a"),
        "digit_sum": (
            "    var (rest, sum) = (abs(number), 0)\n    while rest > 0 {\n        sum += rest % 10\n        rest /= 10\n    }\n    return sum", "abs(number)", "number"),
        "is_mirrored": ("    let letters = text.filter { $0 != \" \" }\n    return letters.elementsEqual(letters.reversed())", "text.filter { $0 != \" \" }", "text"),
        "count_vowels": ("    return text.filter { \"aeiouAEIOU\".contains($0) }.count", "aeiouAEIOU", "aeiou"),
        "reverse_words": (
            "    return text.split(separator: \" \").reversed().joined(separator: \" \")", "separator: \" \").rev", "separator: \" \", omittingEmptySubsequences: false).rev"),
        "largest": ("    return numbers.max() ?? fallback", "numbers.max() ?? fallback", "numbers.reduce(fallback, max)"),
        "longest_word": (
            "    var longest = \"\"\n    for word in words where word.count > longest.count {\n        longest = word\n    }\n    return longest", "> longest", ">= longest"),
        "running_totals": (
            "    var total = 0\n    return numbers.map { number in\n        total += number\n        return total\n    }", "return total\n", "return total - number\n"),
        "halving_steps": (
            "    var (number, steps) = (number, 0)\n    while number > 1 {\n        number = number % 2 == 0 ? number / 2 : 3 * number + 1\n        steps += 1\n    }\n    return steps",
            "(number, 0)", "(number, 1)"),
    },
}
