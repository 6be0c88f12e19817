KIND, LANGUAGE = "explanation", "prose"
# No check but for length; read by a person.
GROUPS = r'''
What is the difference between a process and a thread?
----
A process is a running program with memory of its own; a thread is one line of execution inside a process. Threads of one process share its memory, so they exchange data cheaply but must take care not to change it at the same time. Processes are separated: one that crashes does not take the others with it, and passing data between them costs more.
====
Explain to a beginner what a variable is. No jargon.
----
Think of a label that you tie to a thing. When you write `age = 30`, you tie the label "age" to the number 30. Later you can say "age" instead of the number. You can also move the label to another thing: after `age = 31` it hangs on 31, and the old number does not care.
====
why is 0.1 + 0.2 not 0.3?
----
Computers store such numbers in binary, and one tenth has no finite binary form, just as one third has no finite decimal one. So 0.1 and 0.2 are both stored with a tiny error, and the errors add up to something that shows: 0.30000000000000004. Compare such numbers with a tolerance, or count in whole cents.
====
What does `git rebase` do, in a few sentences?
----
It takes the commits of your branch off, moves the branch to a new starting point (say, the newest main), and applies your commits again one by one. The history becomes a straight line, as if you had begun today. The commits are new ones with new hashes, so do not rebase what others already work on.
====
Explain this line: `find . -name '*.tmp' -mtime +7 -delete`
----
It walks through the current directory and everything below it, picks files whose names end in `.tmp` and that were last changed more than seven days ago, and deletes them. The quotes keep the shell from expanding the pattern itself. Run it with `-print` instead of `-delete` first to see what would go.
====
In plain words: what is a hash function and what is it good for?
----
A hash function turns data of any length into a short number of fixed length, always the same one for the same data. A good one spreads different data over different numbers. That makes it useful to find entries in a table quickly, to notice whether a file has changed, and, with special functions made for it, to store passwords without keeping them.
====
Explain what this returns and why:

def f(x, seen=[]):
    seen.append(x)
    return seen

print(f(1), f(2))
----
It prints `[1, 2] [1, 2]`. The default list is created once, when the function is defined, and both calls append to it. Both results are that same list, and by the time `print` shows them it holds both numbers. Use `seen=None` and create the list inside if each call should start afresh.
====
What is an index in a database? When does it hurt?
----
An index is a sorted copy of some columns that points to the rows, like the register at the end of a book. Queries that search or sort by these columns find their rows without reading the whole table. It costs space, and every insert, update and delete must maintain it; on tables that are written often and rarely searched it does more harm than good.
====
Can you explain CORS to a product manager?
----
Browsers do not let a web page read data from another site unless that site agrees. CORS is how it agrees: it sends a header that says "pages from shop.example may read this". When our page calls an API that does not send the header, the browser blocks the answer. The cure is a setting on the API's side, not in our page.
====
Explain: SELECT city, COUNT(*) FROM users GROUP BY city HAVING COUNT(*) > 10;
----
The query counts users by city and shows only cities with more than ten. `GROUP BY` puts all rows of one city together, `COUNT(*)` says how many there are, and `HAVING` filters the groups after counting. A `WHERE` could not do that, since it looks at single rows before they are grouped.
====
What's the point of type hints in Python if they are not enforced?
----
They tell readers and tools what a function expects and gives back. An editor can complete names and warn while you type, and a checker such as mypy finds calls that cannot work before the program runs. At run time nothing changes, so they cost no speed and can be added bit by bit.
====
Explain recursion with an everyday example.
----
You stand in a queue and want to know your place. You ask the person in front; that person does not know either and asks the next. The first in line answers "one", the second adds one and says "two", and so on back to you. Each one does the same small job and relies on the answer to a smaller question; the first in line is the end that every recursion needs.
====
What happens when I type an address into the browser and press Enter? Short version.
----
The browser looks up the name's IP address through DNS, opens a connection to that address, and agrees on encryption if it is https. It then asks for the page; the server answers with HTML. While reading it, the browser asks for the styles, scripts and pictures that the page mentions, and draws the result.
====
Explain this regular expression: ^(?=.*\d)[A-Za-z\d]{8,}$
----
It accepts a text of at least eight characters that are all letters or digits and of which at least one is a digit. `^` and `$` tie it to the whole text. `(?=.*\d)` looks ahead for a digit without consuming anything, and `[A-Za-z\d]{8,}` then does the real matching.
====
Please explain the difference between == and is in Python.
----
`==` asks whether two objects have the same value, `is` whether they are one and the same object. Two lists `[1]` and `[1]` are equal but not identical. Use `is` for None and other single objects. That small numbers or short strings sometimes pass an `is` test is an accident of the implementation.
====
What does `docker run --rm -it -v "$PWD":/work -w /work python:3.12 bash` do?
----
It starts a container from the image `python:3.12` with an interactive shell. The current directory appears inside as `/work`, and the shell starts there, so changes to files remain on your disk. When you leave the shell, `--rm` removes the container.
====
Describe what a deadlock is and one way to avoid it.
----
Two threads each hold a lock that the other one needs, and both wait for ever. For example, one has locked account A and wants B, the other has B and wants A. If every thread takes locks in the same fixed order, say by account number, this circle cannot arise.
====
Explain what this function computes:

def g(n):
    a, b = 0, 1
    while n:
        a, b, n = b, a + b, n - 1
    return a
----
It computes the n-th Fibonacci number, counting from g(0) = 0. In each round the pair (a, b) moves one step along the sequence, so after n rounds `a` is the n-th number. The simultaneous assignment matters: `a + b` still uses the old `a`.
====
why should i use prepared statements
----
Because the database then gets the query and the values separately. A value can never be read as SQL, so input like `'; DROP TABLE users; --` is just an odd name. It also saves work: the query is parsed once and can run many times with different values.
====
Explain big-O notation to someone who knows school mathematics.
----
It tells how the work of an algorithm grows with the size n of its input, leaving out constant factors. O(n) means that twice the data takes about twice as long, O(n²) four times as long, and O(log n) only one step more. It says nothing about small inputs, where the constants can decide.
====
What's a race condition? Give an example from a web shop.
----
A result that depends on which of two actions happens to be faster. Two customers buy the last lamp at the same moment: both requests read "one left", both subtract one, and the shop has sold two. The check and the subtraction must happen in one step, for instance in a single UPDATE with `WHERE stock > 0`.
====
What is the difference between authentication and authorisation?
----
Authentication finds out who you are, for instance by a password or a key. Authorisation decides what this person may do. The doorman who checks your passport authenticates you; the list that says which rooms you may enter authorises you. A system needs both, in that order.
====
Explain line by line:

x = {w: len(w) for w in words if w.isalpha()}
----
This is a dict comprehension. `for w in words` goes through all words; `if w.isalpha()` keeps those that consist of letters only; `w: len(w)` makes an entry from the word to its length. The result is a dict, in which a word that occurs twice has one entry.
====
what is tail latency and why do people talk about p99
----
The p99 is the time that 99 % of all requests stay below; one in a hundred takes longer. The average hides these slow ones. A page that needs fifty requests to be shown will meet at least one of them nearly every second time, so users feel the tail more than the average.
====
Explain semantic versioning in three sentences.
----
A version has three numbers, MAJOR.MINOR.PATCH. The last one grows for corrections, the middle one for new features that break nothing, and the first one for changes that may break programs that use the library. So an update from 1.4.2 to 1.5.0 should be safe, and one to 2.0.0 needs a look at the notes.
====
What does `set -euo pipefail` at the top of a bash script mean?
----
`-e` ends the script when a command fails, `-u` treats unset variables as errors, and `-o pipefail` lets a pipeline fail when any of its commands fails and not only the last one. Together they keep a script from running on after something has gone wrong. Commands inside `if` or before `||` may still fail without ending it.
====
Explain closures in JavaScript with a tiny example.
----
A function keeps access to the variables of the place where it was made, even after that place has been left. In

const counter = () => { let n = 0; return () => ++n; };
const next = counter();

every call of `next()` raises the same hidden `n`. Nothing else can reach it, and a second `counter()` has an `n` of its own.
====
What is idempotence and why do HTTP people care?
----
An action is idempotent if doing it twice has the same effect as doing it once. Setting a price to 5 is, adding 5 is not. When an answer gets lost, a client may safely repeat an idempotent request such as PUT or DELETE; with POST it risks a second order. That is why payment interfaces ask for an idempotency key.
====
How does a binary search work? Explain without code.
----
Take a sorted list and look at the middle element. If it is too large, what you seek can only be in the first half, else in the second. Go on with that half in the same way. Every step halves what is left, so a million entries need about twenty looks.
====
Explain what a virtual environment is and why each project should have one.
----
It is a folder with its own Python and its own set of installed packages. Two projects can then use different versions of the same library without disturbing each other or the system. It also shows what a project really needs, as nothing else is there. It can be deleted and made again at any time.
====
What does this CSS do? .card { display: grid; grid-template-columns: 1fr auto; gap: 1rem; }
----
It lays out the children of a card in two columns. The second is as wide as its content, and the first takes all the remaining width. Between columns and rows there is a gap of one rem, which is the font size of the page. Further children continue in new rows.
====
Explain the Python GIL and when it matters.
----
CPython lets only one thread at a time run Python code; the lock that ensures it is the GIL. Threads that wait for the network or the disk give it up, so they overlap well. Threads that calculate do not get faster; for these take several processes, or libraries such as NumPy that release the lock during their work.
====
What is a foreign key, and what does ON DELETE CASCADE do?
----
A foreign key says that a column's values must exist as keys in another table, so that no order can belong to a customer who does not exist. `ON DELETE CASCADE` deletes the dependent rows along with the row they point to: remove the customer, and the orders go as well. Without it, the database refuses to remove the customer.
====
Explain unit tests versus integration tests to a new colleague.
----
A unit test checks one small part by itself, quickly and without a network or database; when it fails, you know where to look. An integration test checks that parts work together, say our code and a real database. It is slower and fails for more reasons, but finds what unit tests cannot: wrong assumptions at the seams. We need many of the first and some of the second.
====
What is memoization? One paragraph, with the cost.
----
Memoization stores the results of a function so that a call with the same arguments is answered from the store. It pays where the same question comes up often and is expensive, as in recursive computations. It costs memory, which needs a limit in long-running programs, and it is only right for functions whose result depends on their arguments alone.
====
Explain this Rust error to me: "cannot borrow `v` as mutable because it is also borrowed as immutable"
----
You hold a reference into `v`, for example to one of its elements, and try to change `v` while that reference is still used. Changing it, say by `push`, might move the elements in memory and leave the reference pointing nowhere. Finish using the reference first, or copy what you need out of it before the change.
====
What's the difference between a list and a tuple in Python?
----
A list can be changed, a tuple cannot. So a tuple can be a key of a dict or an element of a set, if its items can. By custom a list holds any number of things of one sort, and a tuple a fixed number of things that mean something by their place, such as a point (x, y).
====
Explain how HTTPS keeps my password safe on public Wi-Fi.
----
Before anything else is sent, your browser and the server agree on a secret key in a way that a listener cannot follow, and the server proves by a certificate that it is the one you asked for. Everything after that, your password included, is encrypted with this key. Others in the Wi-Fi see which server you talk to and how much, but not what.
====
Why does my loop print 10 numbers with range(10) but not 10 itself?
----
`range(10)` starts at 0 and stops before 10, so it gives 0 to 9, which are ten numbers. Leaving the end out has advantages: `range(len(items))` gives exactly the valid indices, and `range(0, 5)` and `range(5, 10)` join without gap or overlap. For 1 to 10 write `range(1, 11)`.
====
Explain the idea of dependency injection, no frameworks.
----
A piece of code gets what it needs from outside instead of creating it. A report function that takes a `clock` argument can be given the real clock in production and a fixed time in a test. It is more explicit about what it depends on, and easier to reuse. The price is that somebody, usually the main program, has to put the parts together.
====
What does "immutable infrastructure" mean?
----
Servers are never changed after they have been started. For an update one builds a new image, starts new servers from it and removes the old ones. So all servers of a version are alike, nobody has to know what was done to a machine over the years, and going back means starting the old image again.
====
Explain this: `awk -F, '{ s[$1] += $3 } END { for (k in s) print k, s[k] }' sales.csv`
----
It reads a comma-separated file and adds up the third column for each value of the first one. `s` is an associative array with the first field as key. After the last line, `END` prints every key with its sum, in no particular order. A header line would be counted too, as 0 if its third field is text.
====
What is technical debt? My boss asks.
----
Short cuts in a program that save time now and cost time later, like a loan with interest. A copied block of code is written in a minute, but every later change must be made twice, and sometimes one place is forgotten. Some debt is reasonable, to meet a date or try an idea. It becomes a problem when nobody knows how much there is and nothing is ever paid back.
====
Explain eventual consistency with an example.
----
Several copies of the data may differ for a while, but if nothing more changes they all end up the same. You change your profile picture; a friend in another country still sees the old one for a few seconds, because another server answers her. For pictures that is fine; for the balance of an account one usually wants more.
====
what is a pure function and why would I want one
----
Its result depends only on its arguments, and calling it changes nothing else: no files, no globals, no printing. You can test it with a line, call it in any order or in parallel, and remember its results. A program needs impure parts too; it helps to keep them few and at the edge.
====
Explain the difference between INNER JOIN and LEFT JOIN using customers and orders.
----
An inner join of customers and orders gives a row for each order together with its customer; customers without orders do not appear. A left join, with customers on the left, gives these too, once each, and with NULL in all columns of the orders. So take the left join to count orders per customer including zero.
====
Could you explain what `yield` does, compared with `return`?
----
`return` ends a function and hands back one value. `yield` hands out a value and pauses; when the next one is asked for, the function goes on right there, with all its local variables. A function with `yield` is a generator: it makes values one by one as they are needed, so a huge or endless series needs hardly any memory.
====
What is a merge conflict and how should I go about resolving one?
----
Two branches have changed the same lines, and git cannot tell which version is meant. It puts both into the file, between lines of `<<<<<<<`, `=======` and `>>>>>>>`. Read both, find out what each change was for, write the lines as they should be now, remove the marks, run the tests, and add and commit. Picking one side blindly loses the other person's work.
====
Explain caching headers: Cache-Control: public, max-age=86400, immutable
----
Any cache, also a shared one, may keep the response (`public`) and use it for a day (`max-age` in seconds) without asking. `immutable` promises that the content at this address never changes, so browsers do not even ask when the page is reloaded. It suits files whose names contain a hash of their content.
====
What is the difference between a stack and a queue? Where is each used?
----
A stack gives back what was put in last, a queue what was put in first. A pile of plates is a stack, people at a counter are a queue. Stacks serve function calls, undo and depth-first search; queues serve print jobs, messages between programs and breadth-first search.
====
Explain to me like I'm a designer: what is an API?
----
An API is the menu of a program. It lists what other programs may order and how: "give me the photos of album 7" is answered by a list of photos. You need not know what goes on in the kitchen, and the kitchen may change as long as the menu stays. When a developer says "the API does not have that", the dish is not on the menu.
====
Why do we store passwords with bcrypt and not with SHA-256?
----
SHA-256 is made to be fast: an attacker with a stolen table can try billions of guesses a second. bcrypt is slow on purpose, with a cost that can be raised as computers get faster, and it mixes a random salt into each password so that equal ones look different. One login takes a tenth of a second more; guessing a whole table takes ages.
====
Explain the output of `ls -l`: -rw-r----- 1 ana staff 2048 May 3 10:15 notes.txt
----
The first sign says that it is an ordinary file. Then come the rights in groups of three: the owner may read and write, the group may read, others may do nothing. It has one name (link), belongs to `ana` and the group `staff`, holds 2048 bytes and was last changed on 3 May at 10:15.
====
Explain what load balancing is and two ways to choose a server.
----
A load balancer stands before several equal servers and hands each request to one of them, so that none is overrun and one may fail. Round robin simply takes the servers in turn. "Least connections" takes the one with the fewest open requests, which is better when some requests take much longer than others.
====
What does the `async` keyword change in Python?
----
`async def` makes a coroutine: calling it does not run it but gives an object that an event loop runs. Inside, `await` marks the places where it waits, and there the loop can run something else. So one thread can serve thousands of waiting connections. Code that computes without ever awaiting blocks all the others.
====
Summarise in two or three sentences what this script is for:

for f in *.csv; do
  iconv -f latin1 -t utf-8 "$f" > "utf8/$f"
done
----
It converts all CSV files of the current directory from Latin-1 to UTF-8 and writes the results under the same names into the directory `utf8`, which must exist. The originals stay as they are. The quotes make it work for names with blanks.
====
Explain normalisation (databases) with one example.
----
Every fact should be stored once. If each order holds the customer's address, a move must be entered in a hundred rows, and one forgotten row makes the data contradict itself. Normalised, the address stands once in a table of customers, and an order only refers to the customer. The price is a join when both are needed.
====
What is the observer pattern?
----
An object keeps a list of others that want to know when it changes, and calls each of them when it does. The object need not know what they do: one redraws a chart, another writes a log. New observers can be added without touching it. Remember to remove observers that are no longer needed, or they live on and are called for ever.
====
Explain how Python finds the module in `import tools`.
----
Python goes through the folders in `sys.path` in order and takes the first that has `tools.py` or a package folder `tools`. The list begins with the folder of the started script (or the current one) and ends with the installed packages. Once loaded, a module is kept in `sys.modules`, so a second import costs nothing. A file of yours called `random.py` therefore hides the library's module.
====
what is backpressure
----
When a producer is faster than its consumer, the work between them piles up until memory runs out. Backpressure is a way for the slow side to slow the fast one down, for example by a queue of limited length on which the producer must wait. TCP does so with its window: a receiver that is busy announces less room.
====
Explain the difference between compiling and interpreting.
----
A compiler translates the whole program before it runs, into machine code or something near to it; an interpreter reads the program while it runs and carries it out. Compiled programs tend to be faster and find some errors early; interpreted ones can be tried at once. In practice it is mixed: Python compiles to bytecode that is then interpreted, and browsers compile JavaScript while it runs.
====
What does "works on my machine" usually come down to?
----
To a difference that nobody wrote down: another version of a library, an environment variable, a file that only exists here, upper and lower case in file names, a time zone, or leftover data. Pinning versions, building in a container and running the tests on a fresh machine show most of them. The rest is found by comparing the two machines item by item.
====
Explain the code comment "// O(1) amortised" on a dynamic array's append.
----
A single append can be slow: when the array is full, a larger one is reserved and everything is copied. But the size doubles each time, so such copies get rarer as the array grows. Spread over all appends, the copying costs less than two steps each. "Amortised" means this average over a series, not a promise for every call.
====
Explain feature flags and one danger of them.
----
A feature flag is a switch in the configuration that turns a piece of code on or off without a new release. One can merge unfinished work, show it to a few users first, and turn it off within seconds if it fails. The danger is that old flags stay: ten of them give a thousand combinations, most of which nobody has tested. Give each flag a date of removal.
====
What is the difference between PUT and PATCH?
----
PUT replaces the whole resource by what you send: fields that you leave out are gone or set to their defaults. PATCH changes only the fields that you send. PUT is idempotent by definition; PATCH need not be, for instance when it says "add one to the counter".
====
Explain the purpose of this SQL: BEGIN; UPDATE a SET x = x - 10 WHERE id = 1; UPDATE a SET x = x + 10 WHERE id = 2; COMMIT;
----
It moves ten units from row 1 to row 2. `BEGIN` and `COMMIT` make both updates one transaction: either both happen or none, even if the server fails in between, and nobody else sees the state after the first. Without it, an error at the wrong moment would make ten units disappear.
====
Explain garbage collection briefly, and what can still leak.
----
The runtime finds objects that the program can no longer reach and frees their memory. You do not have to free anything yourself. What can still leak is what remains reachable without being needed: entries in a cache without limit, handlers that were never removed, or data in global variables. Files and connections are not memory and should be closed explicitly.
====
What's the use of a linter when I have tests?
----
Tests tell whether the code does what you thought of; a linter points at what you did not think of. It reads every line, also those that no test runs, and finds unused variables, unreachable code, shadowed names or a comparison that is always true. It takes seconds and spares reviewers the talk about style.
====
Explain cron's "*/15 9-17 * * 1-5".
----
The job runs every fifteen minutes, at minutes 0, 15, 30 and 45, in the hours from 9 to 17, on every day of the month in every month, but only from Monday to Friday. The last run of a day is thus at 17:45.
====
How would you explain `map`, `filter` and `reduce` in one short paragraph?
----
All three take a function and a list. `map` applies the function to every element and gives a list of the same length. `filter` keeps the elements for which the function says yes. `reduce` combines all elements into one value, for example their sum, by taking the result so far and the next element again and again.
====
What is a UUID and can two ever be equal?
----
A UUID is a number of 128 bits, written as 32 hex digits with hyphens, that anybody can make without asking anybody else. The common version 4 is random but for six fixed bits. Two could be equal, but one would have to make about a billion a second for 85 years to have an even chance of a single pair. Faulty random generators are the greater risk.
====
Explain why we escape output in HTML templates.
----
A text that comes from a user may contain `<script>`. If the template inserts it as it is, the browser runs it in every visitor's page, with that visitor's rights. Escaping turns `<` into `&lt;`, so that the browser shows the sign instead of obeying it. Good templates escape by default; look twice wherever somebody turned it off.
====
Explain sharding in one paragraph, with the catch.
----
Sharding spreads the rows of a large table over several servers, for example by customer number, so that each holds and serves a part. It lets a database grow beyond one machine. The catch is everything that crosses shards: joins, totals and transactions become slow or have to be built by hand, and one very active customer can overload a shard. Try a larger machine and read replicas first.
====
What is the meaning of exit codes in a shell?
----
Every program ends with a number from 0 to 255. Zero means success, anything else failure; what the numbers stand for is up to the program. The shell keeps the last one in `$?`, and `&&`, `||` and `if` decide by it. 127 means that a command was not found, and 130 usually that it was stopped with Ctrl-C.
====
Explain what a Bloom filter can and cannot tell.
----
A Bloom filter is a small array of bits that remembers a set approximately. Asked for an element, it answers "certainly not there" or "probably there". The first is always right; the second is wrong now and then, more often the fuller it gets. It cannot list its elements or, in the simple form, forget one. It serves to avoid expensive look-ups that would find nothing.
====
Comment on what happens here, for a code review:

users = {u.id: u for u in session.query(User)}
for order in orders:
    order.user = users.get(order.user_id)
----
All users are loaded with one query and kept in a dict by id, so that each order finds its user without a query of its own. That avoids the "n + 1 queries" problem. If there are far more users than orders, load only those whose ids occur. `get` leaves None for an unknown user, which the code after this must expect.
====
What does `grep -v '^#' config | sort | uniq -c` print?
----
It prints the lines of `config` that do not begin with `#`, sorted, each one once and with the number of times it occurs in front. Sorting is needed because `uniq` only compares neighbours. Blank lines are counted as well.
====
Explain to a junior: why does `if user.name is "Bob"` sometimes work?
----
`is` compares identity. Python often keeps one copy of a short string that stands in the source, so the test happens to be true there. A string that was read from a file or put together is another object with the same text, and the test fails. Use `==`; new versions of Python even warn about `is` with a literal.
====
Describe this table in words: CREATE TABLE seat (room INT, number INT, taken_by TEXT, PRIMARY KEY (room, number));
----
Each row is a seat. A seat is identified by its room and its number together, so seat 4 may exist in every room but only once in each. `taken_by` holds the name of whoever sits there and may be empty. The database also keeps an index on room and number, which makes "all seats of a room" fast.
====
What is wrong with catching Exception everywhere?
----
It also catches what nobody expected: a misspelt name, a missing key, a wrong type. The program goes on with half-finished data, and the cause shows up later and elsewhere, if at all. Catch the errors that you can handle, where you can handle them, and let the others end the program with a traceback.
====
explain `const { id, ...rest } = user;`
----
It takes the property `id` out of `user` into a constant of that name, and puts all other own properties into a new object `rest`. `user` itself is not changed. The copy is shallow: objects inside `rest` are the same ones as in `user`.
====
Please explain this Go snippet to a Python developer:

if err := save(x); err != nil {
    return err
}
----
Go has no exceptions for ordinary failures; functions return an error value. The `if` first calls `save` and stores the result in `err`, which lives only inside the `if`, and then tests it. `nil` is like None and means success. Any failure is handed on to the caller, as an uncaught exception would be in Python.
====
How does `sort -t, -k2,2n -k1,1 file` order the lines?
----
Fields are separated by commas. Lines are ordered by the second field as a number, and where these are equal by the first field as text. Writing `-k2,2` ends the key at the second field; a plain `-k2` would compare from there to the end of the line.
====
Explain how JSON Web Tokens work and one common mistake.
----
A JWT holds claims such as the user's id and an expiry time, with a signature over them. The server can check the signature without looking anything up, so it needs no session store. The content is only encoded, not encrypted: anybody can read it. A common mistake is to trust the token's own header about the algorithm, which lets forged tokens through.
====
What is the difference between throttling and debouncing an event handler?
----
Throttling lets the handler run at most once in a given time, however many events arrive; it suits scrolling. Debouncing waits until no event has come for a given time and then runs it once; it suits a search field, where only the finished word matters.
====
Explain the term "off-by-one error" with fence posts.
----
A fence of 10 metres with a post every metre needs 11 posts, since there is one at both ends. Whoever counts the gaps and forgets that is off by one. In programs it happens with the last index, with ranges that include or exclude their end, and with "days between" two dates.
====
what does this do: `:%s/\s\+$//e` (vim)
----
It removes blanks and tabs at the ends of all lines. `%` means the whole file, `s` substitutes, `\s\+$` matches one or more blanks before the end of the line, and they are replaced by nothing. The flag `e` suppresses the error message when there is nothing to remove.
====
Why do databases have both VARCHAR(50) and TEXT?
----
VARCHAR(50) refuses longer values, so the limit is part of the schema; TEXT has no practical limit. In PostgreSQL they are stored alike and are equally fast. In MySQL they differ: TEXT columns may be stored apart from the row and are indexed only by a prefix. Choose a limit when it has a meaning, not out of habit.
====
Explain what this list comprehension does and when you'd avoid it:

pairs = [(x, y) for x in xs for y in ys if x != y]
----
It forms all pairs of an element of `xs` and an element of `ys` that differ. The loops run as if they were nested in the order written, so `y` changes fastest. With large lists the result has len(xs) times len(ys) entries; if you only walk through it once, a generator expression saves the memory.
====
What does "cattle, not pets" mean for servers?
----
A pet has a name, is nursed when it falls ill, and is missed when it dies. Servers treated so are set up by hand and nobody dares to switch them off. Cattle are numbered and replaced: a server is built by a script, and if something is wrong with it, it is removed and another one started.
====
Explain rate limiting with the token bucket.
----
A bucket holds up to, say, ten tokens, and one is added every second. Each request takes one; when the bucket is empty, the request is refused or must wait. So short bursts of up to ten are possible, while over a longer time no more than one request a second gets through.
====
What does `Array.prototype.sort` do with [10, 9, 1] by default, and why?
----
It gives [1, 10, 9]. Without a comparison function JavaScript sorts elements as strings, and "10" comes before "9" because "1" is less than "9". Pass `(a, b) => a - b` to sort by number. Note that it sorts the array itself and returns it.
====
Explain why the test suite is green but production fails, in one paragraph for the retrospective.
----
Our tests use an in-memory database and mocked mail, and both accept things that the real ones refuse: the column was longer in the test schema, and the mock never timed out. So the tests checked our assumptions and not the systems. We will run the integration tests against the real database in CI, and keep mocks for the unit tests.
====
What does `nohup ./job.sh > job.log 2>&1 &` do?
----
It starts `job.sh` in the background and lets it go on after you log out. `> job.log` puts its output into a file and `2>&1` its error messages into the same one; the order matters. `nohup` makes it ignore the hang-up signal, and the final `&` gives you the prompt back at once.
====
Explain the phrase "make illegal states unrepresentable".
----
Choose types so that nonsense cannot be written down. If a job is "waiting", "running since t" or "finished with a result", use a type with these three cases, each with its own data, instead of one record with optional fields. Then no code has to ask what a finished job without a result means, because there is none.
====
Describe in two sentences what this does: `UPDATE posts SET views = views + 1 WHERE id = 7 RETURNING views;`
----
It raises the view counter of post 7 by one and gives the new value back, all in one statement. Two visitors at the same moment cannot overwrite each other's count, as they could if the program read the number, added one and wrote it back.
====
Why is my Python script slow when it builds a big string with +=?
----
Strings cannot be changed, so each `+=` may copy everything written so far into a new one; for n pieces that is on the order of n² characters. Collect the pieces in a list and call `"".join(pieces)` at the end, or write them to a file as you go. CPython sometimes avoids the copy, but do not count on it.
====
Explain blue-green deployment.
----
There are two equal environments. One, blue, serves users, while the new version is installed and tested on the other, green. Then the traffic is switched over at once. If something goes wrong, it is switched back within seconds. The difficult part is the database, which both share and whose schema must suit both versions.
====
What do the colours and letters in `git status -s` mean: " M", "A ", "??", "MM"?
----
The first column is the index, the second the working tree. " M" was changed but not staged, "A " is a new file that is staged, "??" is not tracked, and "MM" was staged and then changed again. By default staged changes are green and the others red.
====
Explain to a customer why the export takes a minute, politely and without technical terms.
----
Your export covers all bookings of five years, and we gather them freshly so that the figures are up to date. With about two million entries that takes around a minute. You need not wait: close the page if you like, and we send you a message with the file as soon as it is ready. Exports of a single month take only seconds.
====
What is a monorepo? Pros and cons in short.
----
A monorepo keeps many projects in one repository. A change across several projects is one commit, there is one version of everything, and shared code is easy to find. On the other hand builds and tests need tools that know what is affected, access cannot easily be limited to parts, and the repository grows large.
====
Explain `strace -c ls` to somebody who has never used strace.
----
It runs `ls` and watches which services of the kernel it asks for, such as opening files or reading directories. With `-c` it prints a table at the end: how often each call was made, how much time it took and how many failed. One sees what a program really does, without its source.
====
Why does Rust have String and &str?
----
`String` owns its text, can grow, and frees the memory at the end. `&str` is a view of text that somebody else owns: part of a String, or a literal in the program. Functions that only read take `&str` and then accept both. To keep a text beyond the life of its owner, make a String of it.
====
Explain the N+1 query problem and how to notice it.
----
A page loads a list with one query and then, in a loop, something for every entry with one query each: a hundred entries, 101 queries. Each is fast, but their number makes the page slow, and only with real data. Log the number of queries per request, or watch for the same statement over and over. A join or one query with `IN` cures it.
'''
