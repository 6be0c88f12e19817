"""Functions in JavaScript, Go and Rust. Node and rustc run their checks where they are installed."""

from mixed.base import Row, cases

KIND = "function in another language"

JAVASCRIPT = r'''
Write a JavaScript function `$f($a)` that $d.
--or--
js: $f($a), which $d
--or--
In modern JavaScript, please: a function $f($a) that $d.
----
function $f($a) {
  $c
}
----
$x
$y
----
f a d c x y
groupBy|items, key|groups an array of objects by the value of a property and returns a plain object of arrays|return items.reduce((groups, item) => {\n    (groups[item[key]] ??= []).push(item);\n    return groups;\n  }, {});|groupBy([{k: "a", n: 1}, {k: "b", n: 2}, {k: "a", n: 3}], "k") => {a: [{k: "a", n: 1}, {k: "a", n: 3}], b: [{k: "b", n: 2}]}|groupBy([], "k") => {}
debounceCalls|times, wait|gets the sorted times of calls and returns the times at which a debounced function would really run (each run is `wait` after a call that no other call follows within `wait`)|return times\n    .filter((time, i) => i === times.length - 1 \|\| times[i + 1] - time >= wait)\n    .map((time) => time + wait);|debounceCalls([0, 50, 200], 100) => [150, 300]|debounceCalls([], 100) => []
capitalize|text|makes the first letter of every word a capital and leaves the rest alone|return text.replace(/(^\|\\s)\\S/g, (match) => match.toUpperCase());|capitalize("ada of yORK") => "Ada Of YORK"|capitalize("") => ""
range|start, end, step = 1|returns an array from start up to, but not including, end|const length = Math.max(0, Math.ceil((end - start) / step));\n  return Array.from({ length }, (_, i) => start + i * step);|range(1, 6, 2) => [1, 3, 5]|range(3, 3) => []
uniqueBy|items, key|keeps the first object for each value of a property|const seen = new Set();\n  return items.filter((item) => !seen.has(item[key]) && seen.add(item[key]));|uniqueBy([{i: 1, a: 0}, {i: 1, a: 9}, {i: 2}], "i") => [{i: 1, a: 0}, {i: 2}]|uniqueBy([], "i") => []
formatMoney|cents|turns whole cents into a string such as "$1,234.50"|return (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });|formatMoney(123450) => "$1,234.50"|formatMoney(5) => "$0.05"
deepEqual|a, b|compares two JSON-like values by content|if (a === b) return true;\n  if (typeof a !== "object" \|\| typeof b !== "object" \|\| !a \|\| !b) return false;\n  const keys = Object.keys(a);\n  return keys.length === Object.keys(b).length\n    && Array.isArray(a) === Array.isArray(b)\n    && keys.every((key) => key in b && deepEqual(a[key], b[key]));|deepEqual({a: [1, {b: 2}]}, {a: [1, {b: 2}]}) => true|deepEqual([1], {0: 1}) => false
parseQuery|query|turns a query string ("?a=1&b=x%20y") into an object of strings|return Object.fromEntries(new URLSearchParams(query));|parseQuery("?a=1&b=x%20y") => {a: "1", b: "x y"}|parseQuery("") => {}
chunk|array, size|cuts an array into pieces of `size` elements|const pieces = [];\n  for (let i = 0; i < array.length; i += size) {\n    pieces.push(array.slice(i, i + size));\n  }\n  return pieces;|chunk([1, 2, 3], 2) => [[1, 2], [3]]|chunk([], 2) => []
countVowels|text|counts the vowels in a text, capitals too|return (text.match(/[aeiou]/gi) ?? []).length;|countVowels("Audio") => 4|countVowels("rhythm") => 0
isPalindrome|text|tells whether a text reads the same backwards, looking at letters and digits only|const letters = text.toLowerCase().replace(/[^a-z0-9]/g, "");\n  return letters === [...letters].reverse().join("");|isPalindrome("A man, a plan, a canal: Panama") => true|isPalindrome("ab") => false
omit|object, ...names|returns a copy of an object without the named properties|return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));|omit({a: 1, b: 2, c: 3}, "a", "c") => {b: 2}|omit({}, "x") => {}
sumNested|value|adds up all numbers in arbitrarily nested arrays|return Array.isArray(value) ? value.reduce((sum, item) => sum + sumNested(item), 0) : value;|sumNested([1, [2, [3]], []]) => 6|sumNested([]) => 0
timeAgo|seconds|returns "just now", "5 minutes ago", "1 hour ago" or "3 days ago" for an age in seconds|const units = [[86400, "day"], [3600, "hour"], [60, "minute"]];\n  for (const [size, name] of units) {\n    const count = Math.floor(seconds / size);\n    if (count > 0) return `$${count} $${name}$${count > 1 ? "s" : ""} ago`;\n  }\n  return "just now";|timeAgo(300) => "5 minutes ago"|timeAgo(3600) => "1 hour ago"
flattenKeys|object, prefix = ""|turns nested objects into one level with dotted keys|return Object.entries(object).reduce((flat, [key, value]) => {\n    const name = prefix ? `$${prefix}.$${key}` : key;\n    return value && typeof value === "object"\n      ? { ...flat, ...flattenKeys(value, name) }\n      : { ...flat, [name]: value };\n  }, {});|flattenKeys({a: {b: 1}, c: 2}) => {"a.b": 1, c: 2}|flattenKeys({}) => {}
truncate|text, max|shortens a text to `max` characters, the last of which is "…" when something was cut|return text.length <= max ? text : text.slice(0, max - 1) + "…";|truncate("abcdef", 4) => "abc…"|truncate("abc", 4) => "abc"
zip|...arrays|combines arrays element by element, as far as the shortest one goes|const length = Math.min(...arrays.map((array) => array.length));\n  return Array.from({ length }, (_, i) => arrays.map((array) => array[i]));|zip([1, 2, 3], "ab") => [[1, "a"], [2, "b"]]|zip([], [1]) => []
maskEmail|address|hides all but the first letter before the @, with three asterisks|const [name, domain] = address.split("@");\n  return `$${name[0]}***@$${domain}`;|maskEmail("maria@x.org") => "m***@x.org"|maskEmail("b@y.z") => "b***@y.z"
binarySearch|numbers, wanted|finds the index of a number in a sorted array, or -1, in logarithmic time|let low = 0;\n  let high = numbers.length - 1;\n  while (low <= high) {\n    const middle = (low + high) >> 1;\n    if (numbers[middle] === wanted) return middle;\n    if (numbers[middle] < wanted) low = middle + 1;\n    else high = middle - 1;\n  }\n  return -1;|binarySearch([1, 4, 9], 9) => 2|binarySearch([1, 4, 9], 5) => -1
escapeHtml|text|replaces &, <, > and double quotes by entities|const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };\n  return text.replace(/[&<>"]/g, (ch) => entities[ch]);|escapeHtml('<a b="&">') => "&lt;a b=&quot;&amp;&quot;&gt;"|escapeHtml("x") => "x"
compose|...functions|returns a function that applies the given ones from right to left|return (value) => functions.reduceRight((result, f) => f(result), value);|compose(String, (n) => n + 1)(4) => "5"|compose()(7) => 7
shuffleWith|items, random|returns a shuffled copy of an array by Fisher and Yates; `random` works like Math.random|const copy = [...items];\n  for (let i = copy.length - 1; i > 0; i--) {\n    const j = Math.floor(random() * (i + 1));\n    [copy[i], copy[j]] = [copy[j], copy[i]];\n  }\n  return copy;|shuffleWith([1, 2, 3], () => 0) => [2, 3, 1]|shuffleWith([], Math.random) => []
romanToInt|roman|reads a Roman numeral|const values = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };\n  return [...roman].reduce((sum, letter, i) => {\n    const value = values[letter];\n    return sum + (value < (values[roman[i + 1]] ?? 0) ? -value : value);\n  }, 0);|romanToInt("MCMXCIV") => 1994|romanToInt("III") => 3
tally|words|counts words in a Map and returns its entries, most frequent first|const counts = new Map();\n  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);\n  return [...counts].sort((a, b) => b[1] - a[1]);|tally(["a", "b", "b"]) => [["b", 2], ["a", 1]]|tally([]) => []
hexToRgb|hex|turns "#1e90ff" (or the short form "#fff") into an array of three numbers|const digits = hex.slice(1);\n  const full = digits.length === 3 ? digits.replace(/./g, "$$&$$&") : digits;\n  return full.match(/../g).map((pair) => parseInt(pair, 16));|hexToRgb("#1e90ff") => [30, 144, 255]|hexToRgb("#fff") => [255, 255, 255]
pickDefined|object|drops all properties that are null or undefined|return Object.fromEntries(Object.entries(object).filter(([, value]) => value != null));|pickDefined({a: null, b: 0, c: undefined}) => {b: 0}|pickDefined({}) => {}
minutesToText|minutes|formats a duration in minutes as "1 h 05 min", or "45 min" below one hour|const hours = Math.floor(minutes / 60);\n  const rest = minutes % 60;\n  return hours ? `$${hours} h $${String(rest).padStart(2, "0")} min` : `$${rest} min`;|minutesToText(65) => "1 h 05 min"|minutesToText(45) => "45 min"
sortByMany|rows, ...keys|sorts a copy of an array of objects by several properties, the first being the most important|return [...rows].sort((a, b) => {\n    for (const key of keys) {\n      if (a[key] < b[key]) return -1;\n      if (a[key] > b[key]) return 1;\n    }\n    return 0;\n  });|sortByMany([{a: 2, b: 1}, {a: 1, b: 2}, {a: 1, b: 1}], "a", "b") => [{a: 1, b: 1}, {a: 1, b: 2}, {a: 2, b: 1}]|sortByMany([], "a") => []
last|items, n = 1|returns the last n elements of an array (all, if there are fewer)|return n === 0 ? [] : items.slice(-n);|last([1, 2, 3], 2) => [2, 3]|last([1], 0) => []
partition|items, test|splits an array into [passing, failing] by a test|const passing = [];\n  const failing = [];\n  for (const item of items) (test(item) ? passing : failing).push(item);\n  return [passing, failing];|partition([1, 2, 3], (n) => n > 1) => [[2, 3], [1]]|partition([], Boolean) => [[], []]
clampDate|iso, from, to|limits an ISO date string to the range from..to|if (iso < from) return from;\n  return iso > to ? to : iso;|clampDate("2024-05-01", "2024-06-01", "2024-07-01") => "2024-06-01"|clampDate("2024-06-15", "2024-06-01", "2024-07-01") => "2024-06-15"
camelToKebab|name|turns camelCase into kebab-case|return name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());|camelToKebab("backgroundColor") => "background-color"|camelToKebab("top") => "top"
average|numbers|gives the mean of an array, null for an empty one|if (numbers.length === 0) return null;\n  return numbers.reduce((a, b) => a + b, 0) / numbers.length;|average([1, 2, 6]) => 3|average([]) => null
indexById|items|makes a plain object that maps each item's id to the item|return Object.fromEntries(items.map((item) => [item.id, item]));|indexById([{id: 7, n: 1}]) => {7: {id: 7, n: 1}}|indexById([]) => {}
stripTags|html|removes everything between < and >|return html.replace(/<[^>]*>/g, "");|stripTags("<p>a <b>b</b></p>") => "a b"|stripTags("1") => "1"
difference|a, b|returns what is in array a but not in array b|const unwanted = new Set(b);\n  return a.filter((item) => !unwanted.has(item));|difference([1, 2, 3, 2], [2]) => [1, 3]|difference([], [1]) => []
rotateMatrix|rows|turns a matrix by 90 degrees clockwise|return rows.length ? rows[0].map((_, c) => rows.map((row) => row[c]).reverse()) : [];|rotateMatrix([[1, 2], [3, 4]]) => [[3, 1], [4, 2]]|rotateMatrix([]) => []
nextWeekday|day|gets a day of the week (0 is Sunday) and returns the next working day, 1 to 5|return day >= 5 ? 1 : day + 1;|nextWeekday(5) => 1|nextWeekday(0) => 1
wordWrap|text, width|breaks a text at blanks into an array of lines of at most `width` characters|const lines = [];\n  for (const word of text.split(" ")) {\n    const last = lines[lines.length - 1];\n    if (last !== undefined && last.length + 1 + word.length <= width) {\n      lines[lines.length - 1] = `$${last} $${word}`;\n    } else {\n      lines.push(word);\n    }\n  }\n  return lines;|wordWrap("to be or not", 5) => ["to be", "or", "not"]|wordWrap("abc", 2) => ["abc"]
passwordIssues|password|lists what is missing from "8 characters", "a digit" and "a capital"|const rules = [[/^.{8,}$$/, "8 characters"], [/\\d/, "a digit"], [/[A-Z]/, "a capital"]];\n  return rules.filter(([rule]) => !rule.test(password)).map(([, name]) => name);|passwordIssues("abc1") => ["8 characters", "a capital"]|passwordIssues("Abcdefg1") => []
'''

GO = r'''
Go function `$f` that $d.
--or--
Write this in Go: `$f`, which $d.
----
$c
----
go
----
f d c
Reverse|reverses a string by runes|func Reverse(s string) string {\n\trunes := []rune(s)\n\tfor i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {\n\t\trunes[i], runes[j] = runes[j], runes[i]\n\t}\n\treturn string(runes)\n}
Contains|reports whether a slice of any comparable type holds a value (generics)|func Contains[T comparable](items []T, wanted T) bool {\n\tfor _, item := range items {\n\t\tif item == wanted {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false\n}
Map|applies a function to every element of a slice and returns the new slice|func Map[T, U any](items []T, f func(T) U) []U {\n\tresult := make([]U, 0, len(items))\n\tfor _, item := range items {\n\t\tresult = append(result, f(item))\n\t}\n\treturn result\n}
WordCount|counts the words of an io.Reader|func WordCount(r io.Reader) (int, error) {\n\tscanner := bufio.NewScanner(r)\n\tscanner.Split(bufio.ScanWords)\n\tcount := 0\n\tfor scanner.Scan() {\n\t\tcount++\n\t}\n\treturn count, scanner.Err()\n}
ReadJSON|decodes a JSON file into a value and wraps errors with the path|func ReadJSON(path string, into any) error {\n\tfile, err := os.Open(path)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer file.Close()\n\tif err := json.NewDecoder(file).Decode(into); err != nil {\n\t\treturn fmt.Errorf("%s: %w", path, err)\n\t}\n\treturn nil\n}
Fibonacci|sends the first n Fibonacci numbers on a channel and closes it|func Fibonacci(n int) <-chan int {\n\tnumbers := make(chan int)\n\tgo func() {\n\t\tdefer close(numbers)\n\t\ta, b := 0, 1\n\t\tfor i := 0; i < n; i++ {\n\t\t\tnumbers <- a\n\t\t\ta, b = b, a+b\n\t\t}\n\t}()\n\treturn numbers\n}
FetchAll|gets a list of URLs concurrently and returns the status codes in the same order (0 for failures)|func FetchAll(urls []string) []int {\n\tcodes := make([]int, len(urls))\n\tvar group sync.WaitGroup\n\tfor i, url := range urls {\n\t\tgroup.Add(1)\n\t\tgo func(i int, url string) {\n\t\t\tdefer group.Done()\n\t\t\tresponse, err := http.Get(url)\n\t\t\tif err != nil {\n\t\t\t\treturn\n\t\t\t}\n\t\t\tresponse.Body.Close()\n\t\t\tcodes[i] = response.StatusCode\n\t\t}(i, url)\n\t}\n\tgroup.Wait()\n\treturn codes\n}
Keys|returns the sorted keys of a map with string keys|func Keys[V any](m map[string]V) []string {\n\tkeys := make([]string, 0, len(m))\n\tfor key := range m {\n\t\tkeys = append(keys, key)\n\t}\n\tsort.Strings(keys)\n\treturn keys\n}
IsLeap|tells whether a year is a leap year|func IsLeap(year int) bool {\n\treturn year%4 == 0 && (year%100 != 0 \|\| year%400 == 0)\n}
Retry|runs a function up to n times with a pause in between and returns its last error|func Retry(n int, pause time.Duration, f func() error) error {\n\tvar err error\n\tfor i := 0; i < n; i++ {\n\t\tif err = f(); err == nil {\n\t\t\treturn nil\n\t\t}\n\t\tif i < n-1 {\n\t\t\ttime.Sleep(pause)\n\t\t}\n\t}\n\treturn err\n}
MinMax|returns the least and the greatest of a slice of ints, and an error for an empty one|func MinMax(numbers []int) (low, high int, err error) {\n\tif len(numbers) == 0 {\n\t\treturn 0, 0, errors.New("no numbers")\n\t}\n\tlow, high = numbers[0], numbers[0]\n\tfor _, n := range numbers[1:] {\n\t\tlow = min(low, n)\n\t\thigh = max(high, n)\n\t}\n\treturn low, high, nil\n}
Hello|is an HTTP handler that greets the name in the query, or "world"|func Hello(w http.ResponseWriter, r *http.Request) {\n\tname := r.URL.Query().Get("name")\n\tif name == "" {\n\t\tname = "world"\n\t}\n\tw.Header().Set("Content-Type", "text/plain; charset=utf-8")\n\tfmt.Fprintf(w, "Hello, %s!\\n", name)\n}
Dedupe|removes duplicates from a slice and keeps the order|func Dedupe[T comparable](items []T) []T {\n\tseen := make(map[T]bool)\n\tvar unique []T\n\tfor _, item := range items {\n\t\tif !seen[item] {\n\t\t\tseen[item] = true\n\t\t\tunique = append(unique, item)\n\t\t}\n\t}\n\treturn unique\n}
Counter|is a struct safe for concurrent use with methods Add and Value|type Counter struct {\n\tmu    sync.Mutex\n\tvalue int\n}\n\nfunc (c *Counter) Add(n int) {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.value += n\n}\n\nfunc (c *Counter) Value() int {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\treturn c.value\n}
SumCSV|adds up the named column of a CSV file that has a header|func SumCSV(r io.Reader, column string) (float64, error) {\n\trows, err := csv.NewReader(r).ReadAll()\n\tif err != nil \|\| len(rows) == 0 {\n\t\treturn 0, err\n\t}\n\tat := slices.Index(rows[0], column)\n\tif at < 0 {\n\t\treturn 0, fmt.Errorf("no column %q", column)\n\t}\n\tsum := 0.0\n\tfor _, row := range rows[1:] {\n\t\tvalue, err := strconv.ParseFloat(row[at], 64)\n\t\tif err != nil {\n\t\t\treturn 0, err\n\t\t}\n\t\tsum += value\n\t}\n\treturn sum, nil\n}
'''

RUST = r'''
In Rust, write `$f`: $d.
--or--
Rust function `$f` please: $d
--or--
Implement `$f` in Rust. It does this: $d.
----
$c
----
$x
$y
----
f d c x y
is_anagram|whether two words use the same letters, ignoring case|fn is_anagram(a: &str, b: &str) -> bool {\n    let sorted = \|text: &str\| {\n        let mut letters: Vec<char> = text.to_lowercase().chars().collect();\n        letters.sort_unstable();\n        letters\n    };\n    sorted(a) == sorted(b)\n}|is_anagram("Listen", "silent")|!is_anagram("ab", "abb")
word_lengths|a map from each word of a text to its number of characters|use std::collections::HashMap;\n\nfn word_lengths(text: &str) -> HashMap<&str, usize> {\n    text.split_whitespace().map(\|word\| (word, word.chars().count())).collect()\n}|word_lengths("a été")["été"] == 3|word_lengths("").is_empty()
parse_point|read "3,-4" into a pair of integers, with None for anything else|fn parse_point(text: &str) -> Option<(i32, i32)> {\n    let (x, y) = text.split_once(',')?;\n    Some((x.trim().parse().ok()?, y.trim().parse().ok()?))\n}|parse_point("3, -4") == Some((3, -4))|parse_point("3") == None
gcd|the greatest common divisor of two unsigned numbers|fn gcd(mut a: u64, mut b: u64) -> u64 {\n    while b != 0 {\n        (a, b) = (b, a % b);\n    }\n    a\n}|gcd(12, 18) == 6|gcd(0, 5) == 5
running_sum|the sums of all beginnings of a slice|fn running_sum(numbers: &[i64]) -> Vec<i64> {\n    numbers\n        .iter()\n        .scan(0, \|sum, n\| {\n            *sum += n;\n            Some(*sum)\n        })\n        .collect()\n}|running_sum(&[1, 2, 3]) == vec![1, 3, 6]|running_sum(&[]).is_empty()
second_largest|the second largest different number of a slice, if there is one|fn second_largest(numbers: &[i32]) -> Option<i32> {\n    let largest = numbers.iter().max()?;\n    numbers.iter().filter(\|n\| *n != largest).max().copied()\n}|second_largest(&[4, 9, 9, 7]) == Some(7)|second_largest(&[1, 1]) == None
caesar|move ASCII letters by a shift from 0 to 25 and leave the rest alone|fn caesar(text: &str, shift: u8) -> String {\n    text.chars()\n        .map(\|ch\| match ch {\n            'a'..='z' => ((ch as u8 - b'a' + shift) % 26 + b'a') as char,\n            'A'..='Z' => ((ch as u8 - b'A' + shift) % 26 + b'A') as char,\n            _ => ch,\n        })\n        .collect()\n}|caesar("Xyz!", 3) == "Abc!"|caesar("", 1) == ""
mean|the mean of a slice of floats, None when it is empty|fn mean(values: &[f64]) -> Option<f64> {\n    if values.is_empty() {\n        return None;\n    }\n    Some(values.iter().sum::<f64>() / values.len() as f64)\n}|mean(&[1.0, 2.0]) == Some(1.5)|mean(&[]) == None
balanced|whether (), [] and {} are balanced in a text|fn balanced(text: &str) -> bool {\n    let mut open = Vec::new();\n    for ch in text.chars() {\n        match ch {\n            '(' => open.push(')'),\n            '[' => open.push(']'),\n            '{' => open.push('}'),\n            ')' \| ']' \| '}' if open.pop() != Some(ch) => return false,\n            _ => {}\n        }\n    }\n    open.is_empty()\n}|balanced("a[b(c)]{}")|!balanced("(]") && !balanced("(")
transpose|swap rows and columns of a matrix of equally long rows|fn transpose(rows: &[Vec<i32>]) -> Vec<Vec<i32>> {\n    let width = rows.first().map_or(0, Vec::len);\n    (0..width).map(\|c\| rows.iter().map(\|row\| row[c]).collect()).collect()\n}|transpose(&[vec![1, 2], vec![3, 4]]) == vec![vec![1, 3], vec![2, 4]]|transpose(&[]).is_empty()
collatz_steps|how many steps the Collatz sequence takes from n to 1|fn collatz_steps(mut n: u64) -> u32 {\n    let mut steps = 0;\n    while n > 1 {\n        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };\n        steps += 1;\n    }\n    steps\n}|collatz_steps(6) == 8|collatz_steps(1) == 0
parse_hex|turn "#1e90ff" into (30, 144, 255), with an error message as a String otherwise|fn parse_hex(text: &str) -> Result<(u8, u8, u8), String> {\n    let digits = text.strip_prefix('#').filter(\|d\| d.len() == 6 && d.is_ascii())\n        .ok_or_else(\|\| format!("not a colour: {text}"))?;\n    let part = \|i: usize\| u8::from_str_radix(&digits[i..i + 2], 16).map_err(\|e\| e.to_string());\n    Ok((part(0)?, part(2)?, part(4)?))\n}|parse_hex("#1e90ff") == Ok((30, 144, 255))|parse_hex("1e90ff").is_err() && parse_hex("#gg0000").is_err()
most_common|the most frequent character of a text, the smallest on a tie|use std::collections::BTreeMap;\n\nfn most_common(text: &str) -> Option<char> {\n    let mut counts = BTreeMap::new();\n    for ch in text.chars() {\n        *counts.entry(ch).or_insert(0) += 1;\n    }\n    counts.into_iter().rev().max_by_key(\|&(_, n)\| n).map(\|(ch, _)\| ch)\n}|most_common("abba!") == Some('a')|most_common("") == None
dedup_sorted|sort a vector in place and drop repeated values|fn dedup_sorted(values: &mut Vec<i32>) {\n    values.sort_unstable();\n    values.dedup();\n}|{ let mut v = vec![3, 1, 3]; dedup_sorted(&mut v); v == vec![1, 3] }|{ let mut v = vec![]; dedup_sorted(&mut v); v.is_empty() }
Stack|a generic stack with push, pop and peek on top of Vec|#[derive(Default)]\nstruct Stack<T> {\n    items: Vec<T>,\n}\n\nimpl<T> Stack<T> {\n    fn push(&mut self, item: T) {\n        self.items.push(item);\n    }\n\n    fn pop(&mut self) -> Option<T> {\n        self.items.pop()\n    }\n\n    fn peek(&self) -> Option<&T> {\n        self.items.last()\n    }\n}|{ let mut s = Stack { items: vec![1] }; s.push(2); s.peek() == Some(&2) && s.pop() == Some(2) && s.pop() == Some(1) }|Stack::<i32>::default().pop() == None
Shape|an enum of circle and rectangle with a method `area`|enum Shape {\n    Circle { radius: f64 },\n    Rectangle { width: f64, height: f64 },\n}\n\nimpl Shape {\n    fn area(&self) -> f64 {\n        match self {\n            Shape::Circle { radius } => std::f64::consts::PI * radius * radius,\n            Shape::Rectangle { width, height } => width * height,\n        }\n    }\n}|Shape::Rectangle { width: 2.0, height: 3.0 }.area() == 6.0|(Shape::Circle { radius: 1.0 }.area() - 3.14159).abs() < 1e-3
title_case|make the first letter of every word a capital|fn title_case(text: &str) -> String {\n    text.split(' ')\n        .map(\|word\| {\n            let mut chars = word.chars();\n            chars.next().map_or(String::new(), \|first\| first.to_uppercase().chain(chars).collect())\n        })\n        .collect::<Vec<String>>()\n        .join(" ")\n}|title_case("war and peace") == "War And Peace"|title_case("") == ""
'''


def rows():
    for text, language in ((JAVASCRIPT, "javascript"), (GO, "go"), (RUST, "rust")):
        for group, variant, question, answer, check in cases(text, language):
            if language == "go":
                answer = answer.replace("\\t", "\t")  # tabs are written as \\t in the table
            yield Row(question, answer, KIND, language, f"{group}/{variant}", check)
