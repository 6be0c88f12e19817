KIND, LANGUAGE = "commit", "text"
# No check: the longest line is measured for all.
GROUPS = r'''
Write a commit message for this diff.

--- a/auth/login.py
+++ b/auth/login.py
@@ def login(user, password):
-    if user.password == password:
+    if hmac.compare_digest(user.digest, digest(password, user.salt)):
         return start_session(user)
----
Compare salted digests at login instead of plain passwords

The comparison takes constant time, so that its duration tells nothing
about the stored value.
====
commit message?

-DEFAULT_TIMEOUT = 5
+DEFAULT_TIMEOUT = 30

(slow customers' networks kept failing at 5)
----
Raise the default timeout to 30 seconds

Requests from slow networks failed regularly after 5.
====
Summarise in the style of Conventional Commits:

--- a/src/cart.ts
+++ b/src/cart.ts
@@
-  return items.reduce((sum, i) => sum + i.price, 0);
+  return items.reduce((sum, i) => sum + i.price * i.quantity, 0);
----
fix(cart): multiply prices by quantity in the total
====
One line, imperative: I renamed getUsr to getUser in all files.
----
Rename getUsr to getUser
====
Diff:
-numpy==1.24.0
+numpy==1.26.4
-pandas==2.0.1
+pandas==2.2.2
Message, please.
----
Update numpy to 1.26.4 and pandas to 2.2.2
====
Git message for: deleted utils/old_parser.py (nobody imports it since March) and its tests
----
Remove the old parser

Nothing has imported it since March; its tests go with it.
====
Write the message for this change, subject below 50 characters.

@@ def read_rows(path):
-    file = open(path)
-    return list(csv.reader(file))
+    with open(path, newline="", encoding="utf-8") as file:
+        return list(csv.reader(file))
----
Close CSV files and read them as UTF-8

The file stayed open until it was collected, and its encoding depended
on the platform.
====
diff --git a/README.md b/README.md
-Run `make run` to start the server.
+Run `make serve` to start the server.

-> commit message
----
README: correct the command that starts the server
====
conventional commit for: new endpoint GET /v1/export that streams all notes as ZIP
----
feat(api): add GET /v1/export

It streams all notes of the account as a ZIP archive.
====
I reverted the change that made thumbnails load lazily (a1b2c3d) because Safari showed empty boxes. Message?
----
Revert "Load thumbnails lazily"

This reverts commit a1b2c3d. Safari showed empty boxes in their place.
====
Message for this diff:

-    for user in users:
-        send_mail(user.address, text)
+    with smtp_connection() as smtp:
+        for user in users:
+            smtp.send(user.address, text)
----
Send a newsletter over one SMTP connection

A new connection was opened for every recipient.
====
--- a/Dockerfile
+++ b/Dockerfile
-FROM python:3.12
+FROM python:3.12-slim
+RUN useradd app
+USER app

Commit message with a body of one sentence.
----
Use the slim image and run as an unprivileged user

The image shrinks to a fraction, and a broken-into process is no longer
root.
====
write a commit message: added an index on orders(customer_id, placed), the customer page took 4 s, now 40 ms
----
Add an index on orders(customer_id, placed)

The customer page sorted all orders without it: 4 s before, 40 ms now.
====
Message, please, in the past tense as our project does it:

-        return HttpResponse(status=500)
+        return JsonResponse({"error": "unknown id"}, status=404)
----
Answered unknown ids with 404 and a JSON error instead of 500
====
What would be a good subject line? I moved all SQL out of the views into queries.py, no change in behaviour.
----
Move SQL from the views to queries.py
====
@@ class Cache:
     def get(self, key):
-        return self._data.get(key)
+        entry = self._data.get(key)
+        if entry is None or entry.expires < time.monotonic():
+            return None
+        return entry.value

Commit message.
----
Let cache entries expire

`get` now returns None for entries past their time.
====
Squash message for three commits: "wip date picker", "fix date picker on mobile", "tests for date picker"
----
Add a date picker

It works with touch as well, and has tests.
====
-    const name = req.query.name;
-    res.send("<h1>Hello " + name + "</h1>");
+    const name = escapeHtml(req.query.name);
+    res.send(`<h1>Hello ${name}</h1>`);

Security-minded commit message.
----
Escape the name in the greeting

It came from the query unescaped, so a link could run a script in the
visitor's page (reflected XSS).
====
git commit message, short: typo "recieve" in three error texts
----
Fix the spelling of "receive" in error messages
====
Conventional commit with breaking change footer: config key `db_url` is now `database.url`
----
feat(config)!: move db_url to database.url

BREAKING CHANGE: rename `db_url` to `database.url` in your configuration;
the old key is no longer read.
====
--- a/.github/workflows/test.yml
+++ b/.github/workflows/test.yml
-        python: ["3.9", "3.10"]
+        python: ["3.10", "3.11", "3.12"]

Message?
----
CI: test on Python 3.10 to 3.12, drop 3.9
====
My diff moves `validate()` before `save()` so that invalid forms are not written any more. Ticket is #482. Write the message.
----
Validate forms before they are saved

Invalid ones were written first and refused after. Fixes #482.
====
@@ def total(lines):
-    s = 0
-    for l in lines:
-        s = s + l.net + l.net * l.vat
-    return s
+    return sum(line.gross for line in lines)

and a new property `gross` on Line. Commit message?
----
Give Line a property `gross` and use it for totals
====
Write a commit message: performance, the search index is now built in a background thread at start-up, before it blocked the window for ~3 s
----
Build the search index in the background

The window was blocked for about three seconds at start-up.
====
-  max-width: 960px;
+  max-width: 72rem;
+  padding-inline: 1rem;

(CSS of the article page) -> message
----
Let the article page scale with the font size

Its width is now given in rem, with a margin on small screens.
====
Please phrase this for the log: we now ignore SIGPIPE so that `tool | head` no longer prints a traceback
----
End quietly when the output pipe is closed

`tool | head` used to print a traceback.
====
Commit message for adding a LICENSE file (MIT) and SPDX headers to all sources.
----
Add the MIT licence and SPDX headers
====
--- a/lib/retry.rb
+++ b/lib/retry.rb
-  sleep 1
+  sleep(base * 2**attempt + rand)

Write it.
----
Back off exponentially, with jitter, between retries

A fixed second made all clients come back at the same moment.
====
merge commit message: branch feature/offline into main, adds local storage of drafts and a sync queue
----
Merge branch 'feature/offline'

Drafts are stored locally and synchronised by a queue once the
connection is back.
====
-assert response.status_code == 200
+assert response.status_code == 201

The API was changed last week, the test wasn't. Message?
----
Expect 201 from the create endpoint in its test

The API has answered so since last week.
====
Message for a change to go.mod only: `go get -u ./...` and `go mod tidy`
----
Update Go dependencies
====
Write the commit message, audience: ops people.

-log.level = DEBUG
+log.level = INFO
+log.file.max_size = 50MB
+log.file.keep = 5
----
Log at INFO and rotate log files at 50 MB

At most five old files are kept, so a host needs no more than 300 MB for
logs.
====
-    if date > today:
+    if date >= today:

Bookings for the same day were refused. Message in one line.
----
Accept bookings for the same day
====
commit: split 900-line models.py into models/user.py, models/order.py, models/stock.py; import paths unchanged via __init__
----
Split models.py by subject

User, order and stock have modules of their own; `models` still exports
all names.
====
The flaky test test_upload now waits for the server's "ready" line rather than sleeping two seconds. Message?
----
Wait for the server's ready line in test_upload

Two seconds of sleep were too short on busy machines.
====
+func (s *Server) Shutdown(ctx context.Context) error {
+	s.draining.Store(true)
+	return s.http.Shutdown(ctx)
+}

Conventional Commits, scope server.
----
feat(server): finish open requests before shutting down
====
I changed the colours of the charts so that colour-blind users can tell the lines apart. Commit message with a reason.
----
Choose chart colours that colour-blind readers can tell apart

Red and green lines looked alike to about one man in twelve.
====
--- a/schema.sql
+++ b/schema.sql
-  email TEXT,
+  email TEXT NOT NULL UNIQUE,

with a migration that removes duplicates first. Message.
----
Require unique e-mail addresses

A migration merges existing duplicates before the constraint is added.
====
Release commit for version 2.4.0, please: changelog and version number only.
----
Release 2.4.0
====
-        print("error", e)
+        logger.exception("import of %s failed", path)

commit message
----
Log failed imports with path and traceback
====
My commit replaces moment.js with the built-in Intl.DateTimeFormat; bundle 230 kB smaller.
----
Replace moment.js by Intl.DateTimeFormat

The bundle becomes 230 kB smaller.
====
docs only: explained in CONTRIBUTING how to run one test, and that commits need a sign-off
----
CONTRIBUTING: tell how to run a single test and sign off commits
====
@@ fn parse(input: &str) -> Config {
-    toml::from_str(input).unwrap()
+    toml::from_str(input).map_err(ConfigError::Syntax)

The function now returns a Result. Message.
----
Return an error for malformed configuration

`parse` panicked; it now gives ConfigError::Syntax.
====
Write a short commit message for: unused imports removed by ruff in 14 files.
----
Remove unused imports
====
We now store times as UTC and convert only for display. Before, DST changes shifted appointments. Give me subject + body.
----
Store appointments in UTC

Local times shifted by an hour when daylight saving began or ended.
They are converted for display only.
====
-<img src="logo.png">
+<img src="logo.svg" alt="Acme, home" width="120" height="40">

Message that mentions accessibility and layout.
----
Give the logo an alternative text and a fixed size

Screen readers can name it, and the page no longer jumps while it loads.
The image is an SVG now.
====
The commit adds a --dry-run flag to the deploy script that prints all commands but runs none.
----
deploy: add --dry-run

It prints every command without running it.
====
Bad message: "fixed stuff". The diff makes the parser accept CRLF line endings. Better one?
----
Accept CRLF line endings in the parser
====
-SECRET_KEY = "k3y-8841"
+SECRET_KEY = os.environ["SECRET_KEY"]

Message; mention that the key was changed.
----
Read the secret key from the environment

The old key stood in the repository and has been replaced.
====
Kernel style ("subsystem: summary") for a driver change: i2c bus now released when probe fails
----
i2c: release the bus when probing fails
====
Write a message for a work-in-progress commit on my own branch: half of the new importer, tests still red
----
WIP: first half of the new importer

Reading works, mapping of fields is missing; its tests fail.
====
Commit message ($s) for this note from the developer: $d
----
$c
----
----
s d c
plain, imperative|the login page now keeps the typed e-mail when the password was wrong|Keep the e-mail address after a failed login
plain, with a body|CSV export was wrong for names with commas, fields are quoted now|Quote fields in the CSV export\n\nNames with commas were split over two columns.
Conventional Commits|upgraded eslint to v9 and moved to the flat config|build: move to ESLint 9 and its flat configuration
Conventional Commits|search results are cached for a minute, cuts database load by about half|perf(search): cache results for a minute\n\nDatabase load falls by about half.
plain, one line|dark mode colours of the sidebar were unreadable|Make the sidebar readable in dark mode
plain, with a reason|we pin the base image by digest now since "latest" broke the build twice|Pin the base image by digest\n\n"latest" broke the build twice.
Conventional Commits|added German translation, 96 % of texts|feat(i18n): add a German translation\n\n96 % of the texts are covered.
plain, imperative|removed the "beta" badge from the map|Remove the beta badge from the map
subsystem first|the importer skips files it has already seen, by checksum|importer: skip files that were imported before\n\nThey are recognised by checksum.
Conventional Commits|test for leap-day birthdays, no code change|test(age): cover birthdays on 29 February
plain, with a body|worker crashed on empty messages, now logs and goes on. Seen in production on Monday.|Survive empty messages in the worker\n\nThey are logged and skipped. One of them stopped the queue on Monday.
plain, imperative|moved from Travis to GitHub Actions|Run CI on GitHub Actions instead of Travis
Conventional Commits|typo in the docs of the retry option|docs(retry): fix a typo
subsystem first|kernel: wrong lock order between rx and tx path, reported by lockdep|net: take the tx lock before the rx lock\n\nThe reverse order could deadlock; lockdep reported it.
plain, with a body|users can delete their account themselves now, data is kept 30 days in case they change their mind|Let users delete their account\n\nTheir data is kept for 30 days, so that they can change their mind.
plain, one line|price column is right-aligned|Align prices to the right
Conventional Commits|dropped support for Node 16, it is end of life|build!: require Node 18\n\nBREAKING CHANGE: Node 16 has reached its end of life and is no longer\nsupported.
plain, imperative|the sitemap lists only public pages|List only public pages in the sitemap
plain, with a reason|number of threads now follows the CPU limit of the container, not of the host; 64 threads on 2 cores was slow|Size the thread pool by the container's CPU limit\n\nIt followed the host, which gave 64 threads on two cores.
plain, one line|renamed column "qty" to "quantity" in the report|Spell out "quantity" in the report
Conventional Commits|fixed memory leak: event listeners were added at each render|fix(chart): add event listeners only once\n\nEvery render added another set, and none was ever removed.
subsystem first|Makefile: `make lint` also checks shell scripts|make: check shell scripts in lint
plain, with a body|uploads over 100 MB are refused before they are read, with status 413|Refuse large uploads early\n\nA declared length above 100 MB is answered with 413 before the body is\nread.
plain, imperative|added a button that copies the invite link|Add a button that copies the invitation link
'''
