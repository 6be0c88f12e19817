TOPIC = "paths and files"
FAMILIES = r'''
#### path_parts 1
File paths use "/" as the separator. Without os or pathlib, write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
file_name|path|the part after the last slash|return path.rpartition("/")[2]|"/home/al/a.txt"|"a.txt"|"a"|"a"
parent|path|the path of the directory: everything before the last slash, "/" for entries of the root, "." if there is no slash|head, slash, _ = path.rpartition("/")\n    if not slash:\n        return "."\n    return head or "/"|"/home/al"|"/home"|"a.txt"|"."
extension|name|the extension with its dot, in small letters; names that begin with their only dot have none|stem, dot, ending = name.rpartition(".")\n    return dot + ending.lower() if stem else ""|"Photo.JPG"|".jpg"|".bashrc"|""
with_suffix|path, suffix|the path with the extension of its last part replaced, or the suffix added if there was none|folder, slash, name = path.rpartition("/")\n    stem = name.rsplit(".", 1)[0]\n    return folder + slash + stem + suffix|"a.b/c.txt", ".md"|"a.b/c.md"|"x/y", ".gz"|"x/y.gz"
join_path|*parts|the parts joined with single slashes; a part that begins with a slash starts anew|path = ""\n    for part in parts:\n        if part.startswith("/") or not path:\n            path = part\n        else:\n            path = path.rstrip("/") + "/" + part\n    return path|"usr", "lib/", "x"|"usr/lib/x"|"a", "/b"|"/b"
depth|path|how many directories lie above the last part of an absolute path, ignoring empty parts|return max(len([part for part in path.split("/") if part]) - 1, 0)|"/a/b//c"|2|"/"|0
is_hidden|path|True if any part of the path begins with a dot, except "." and ".."|return any(part.startswith(".") and part not in (".", "..") for part in path.split("/"))|"a/.git/x"|True|"../a/./b"|False
#### path_relations 3
Paths are strings with "/" between the parts. Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
simplify|path|the shortest form of an absolute path, with ".", ".." and repeated slashes resolved ("/.." is "/")|parts = []\n    for part in path.split("/"):\n        if part == "..":\n            if parts:\n                parts.pop()\n        elif part not in ("", "."):\n            parts.append(part)\n    return "/" + "/".join(parts)|"/a/./b/../../c/"|"/c"|"/../"|"/"
relative|target, start|the relative path that leads from directory `start` to `target`, both absolute and simplified; "." if they are equal|to, here = target.strip("/").split("/"), start.strip("/").split("/")\n    shared = 0\n    while shared < min(len(to), len(here)) and to[shared] == here[shared]:\n        shared += 1\n    return "/".join([".."] * (len(here) - shared) + to[shared:]) or "."|"/a/b/c", "/a/d"|"../b/c"|"/a/b", "/a/b"|"."
common_folder|paths|the deepest directory that contains all absolute file paths of a list|folders = [path.split("/")[:-1] for path in paths]\n    shared = []\n    for level in zip(*folders):\n        if len(set(level)) > 1:\n            break\n        shared.append(level[0])\n    return "/".join(shared) or "/"|["/usr/lib/a.so", "/usr/lib64/b.so"]|"/usr"|["/a", "/b"]|"/"
is_inside|path, folder|whether an absolute path lies in a folder or is the folder itself ("/ab" is not inside "/a")|def parts(text):\n        return [part for part in text.split("/") if part]\n\n    inner, outer = parts(path), parts(folder)\n    return inner[:len(outer)] == outer|"/a/b/c", "/a/b/"|True|"/ab", "/a"|False
glob_match|path, pattern|whether a path fits a pattern in which "*" stands for any characters but "/", "**" for any characters, and "?" for one character but "/"|import re\n\n    regex, i = "", 0\n    while i < len(pattern):\n        if pattern.startswith("**", i):\n            regex += ".*"\n            i += 1\n        elif pattern[i] == "*":\n            regex += "[^/]*"\n        elif pattern[i] == "?":\n            regex += "[^/]"\n        else:\n            regex += re.escape(pattern[i])\n        i += 1\n    return re.fullmatch(regex, path) is not None|"src/a/b.py", "src/**.py"|True|"src/a/b.py", "src/*.py"|False
free_name|name, taken|the name itself if it is not in the set `taken`, otherwise the first free one of "a (1).txt", "a (2).txt", ... for "a.txt"|if name not in taken:\n        return name\n    stem, dot, ending = name.rpartition(".")\n    if not stem:\n        stem, dot, ending = name, "", ""\n    n = 1\n    while f"{stem} ({n}){dot}{ending}" in taken:\n        n += 1\n    return f"{stem} ({n}){dot}{ending}"|"a.txt", {"a.txt", "a (1).txt"}|"a (2).txt"|"b", {"b"}|"b (1)"
resolve_links|path, links|follow symbolic links, given as a dict from path to target, until the path is no link; a circle of links raises ValueError|seen = set()\n    while path in links:\n        if path in seen:\n            raise ValueError("links go round in a circle")\n        seen.add(path)\n        path = links[path]\n    return path|"a", {"a": "b", "b": "c"}|"c"|"x", {}|"x"
#### listings 3
A directory tree is $g. Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
g f a d c x y z w
a list of file paths|build_tree|paths|nested dicts, in which directories are dicts and files None|tree = {}\n    for path in paths:\n        *folders, name = path.split("/")\n        here = tree\n        for folder in folders:\n            here = here.setdefault(folder, {})\n        here[name] = None\n    return tree|["a/x", "a/b/y", "z"]|{"a": {"x": None, "b": {"y": None}}, "z": None}|[]|{}
a nested dict with sizes (integers) for files|total_size|tree|the sum of all file sizes|return sum(total_size(entry) if isinstance(entry, dict) else entry\n               for entry in tree.values())|{"a": {"x": 5, "b": {}}, "z": 2}|7|{}|0
a nested dict with sizes (integers) for files|folder_sizes|tree|a dict from the path of every folder to the total size of all that lies in it|sizes = {}\n\n    def visit(folder, path):\n        total = 0\n        for name, entry in folder.items():\n            if isinstance(entry, dict):\n                total += visit(entry, f"{path}/{name}" if path else name)\n            else:\n                total += entry\n        sizes[path or "."] = total\n        return total\n\n    visit(tree, "")\n    return sizes|{"a": {"x": 5, "b": {"y": 1}}, "z": 2}|{"a/b": 1, "a": 6, ".": 8}|{}|{".": 0}
a nested dict, in which files have the value None|draw|tree, prefix=""|the lines of a drawing: entries in alphabetical order, each with "+- " in front, the content of folders indented by three spaces|lines = []\n    for name in sorted(tree):\n        lines.append(f"{prefix}+- {name}")\n        if tree[name] is not None:\n            lines += draw(tree[name], prefix + "   ")\n    return lines|{"b": None, "a": {"c": None}}|["+- a", "   +- c", "+- b"]|{}|[]
a dict from path to file content|find_duplicates|files|the sorted groups of paths with equal content, as lists of two or more paths|by_content = {}\n    for path in sorted(files):\n        by_content.setdefault(files[path], []).append(path)\n    return sorted(group for group in by_content.values() if len(group) > 1)|{"a": "x", "b": "y", "c/d": "x"}|[["a", "c/d"]]|{}|[]
a dict from path to modification time|changed_files|before, after|the dict of what happened between two states: path to "added", "removed" or "modified"|changes = {}\n    for path in before.keys() \| after.keys():\n        if path not in before:\n            changes[path] = "added"\n        elif path not in after:\n            changes[path] = "removed"\n        elif before[path] != after[path]:\n            changes[path] = "modified"\n    return changes|{"a": 1, "b": 2}, {"b": 3, "c": 1}|{"a": "removed", "b": "modified", "c": "added"}|{}, {}|{}
given by the output lines of a shell: "$$ cd name" (".." is the parent), "$$ ls", "dir name" and "size name"|sizes_from_log|lines|the total size of all files listed below each directory, as a dict with paths such as "/a/b/" and "/" for the root|sizes, here = {"/": 0}, []\n    for line in lines:\n        words = line.split()\n        if words[:2] == ["$$", "cd"]:\n            if words[2] == "..":\n                here.pop()\n            else:\n                here.append(words[2])\n        elif words[0].isdigit():\n            path = "/"\n            sizes[path] += int(words[0])\n            for folder in here:\n                path += folder + "/"\n                sizes[path] = sizes.get(path, 0) + int(words[0])\n    return sizes|["5 x", "$$ cd a", "$$ ls", "7 y", "$$ cd .."]|{"/": 12, "/a/": 7}|[]|{"/": 0}
'''
