KIND, LANGUAGE = "shell", "bash"
GROUPS = r'''
Show the ten largest files below the current directory, biggest first, with human-readable sizes.
----
find . -type f -exec du -h {} + | sort -rh | head -n 10
----
mkdir d; head -c 9000 /dev/zero > d/big; echo x > small
bash answer.sh | head -n 1 | grep -q d/big
====
how do i count the lines of all $d files in a git repo? one total is enough
----
git ls-files '*.$k' | xargs cat | wc -l
----
git init -q .; printf 'a\nb\n' > x.$k; printf 'c\n' > y.$k; git add .
[ "$$(bash answer.sh)" -eq 3 ]
----
d k
Python|py
C header|h
====
Delete every empty directory under ./build, including those that become empty by it.
----
find build -mindepth 1 -type d -empty -delete
----
mkdir -p build/a/b build/c; echo x > build/c/f; bash answer.sh
[ ! -e build/a ] && [ -f build/c/f ]
====
Rename all *.jpeg files in this folder to *.jpg. Plain bash, no rename tool.
----
for file in *.jpeg; do
  [ -e "$file" ] || continue
  mv -- "$file" "${file%.jpeg}.jpg"
done
----
touch 'a b.jpeg' c.jpeg; bash answer.sh; [ -e 'a b.jpg' ] && [ -e c.jpg ] && [ ! -e c.jpeg ]
====
I want the $d column of data.csv (simple, no quotes), without the header line, sorted and unique.
----
tail -n +2 data.csv | cut -d, -f$n | sort -u
----
printf 'a,b,c\n1,x,q\n2,x,p\n1,y,p\n' > data.csv
[ "$$(bash answer.sh | paste -sd+)" = "$x" ]
----
d n x
first|1|1+2
third|3|p+q
====
Sum the numbers in the second column of a whitespace-separated file sales.txt with awk.
----
awk '{ total += $2 } END { print total }' sales.txt
----
printf 'a 2\nb 40\n' > sales.txt; [ "$(bash answer.sh)" = 42 ]
====
Average of column 3 in metrics.tsv (tab separated, has a header). Two decimals.
----
awk -F'\t' 'NR > 1 { sum += $3; n++ } END { if (n) printf "%.2f\n", sum / n }' metrics.tsv
----
printf 'h\th\th\nx\ty\t1\nx\ty\t2\n' > metrics.tsv; [ "$(bash answer.sh)" = 1.50 ]
====
top 5 IP addresses in access.log (address is the first field) with their request counts
----
awk '{ print $1 }' access.log | sort | uniq -c | sort -rn | head -n 5
----
printf '1.1.1.1 x\n2.2.2.2 x\n1.1.1.1 y\n' > access.log; bash answer.sh | head -n 1 | grep -q '2 1.1.1.1'
====
Print the lines of app.log between the first line that contains START and the next one with END, both included.
----
sed -n '/START/,/END/p' app.log
----
printf 'a\nSTART 1\nb\nEND\nc\n' > app.log; [ "$(bash answer.sh | wc -l)" -eq 3 ]
====
Replace $d in all .conf files below /etc/myapp in place, and keep a .bak copy of each.
----
find /etc/myapp -name '*.conf' -exec sed -i.bak 's$s' {} +
----
[ "$$(echo '$x' | sed 's$s')" = '$y' ]
----
d s x y
http:// by https://|#http://#https://#g|u=http://a|u=https://a
the port 8080 (as a whole word) by 9090|/\\b8080\\b/9090/g|8080 18080|9090 18080
====
Find which process listens on port $n and show its name.
----
$c
----
----
n c
5432|ss -ltnp 'sport = :5432'
3000 on a Mac|lsof -nP -iTCP:3000 -sTCP:LISTEN
====
Follow a log file but show only lines with ERROR, and keep following when the file is rotated.
----
tail -F app.log | grep --line-buffered 'ERROR'
====
Archive the directory `site` as site-YYYY-MM-DD.tar.gz with today's date, leaving out node_modules and .git.
----
tar --exclude='node_modules' --exclude='.git' -czf "site-$(date +%F).tar.gz" site
----
mkdir -p site/.git site/node_modules; echo x > site/i; bash answer.sh; [ "$(tar tzf site-*.tar.gz)" = "$(printf 'site/\nsite/i')" ]
====
Show files that were changed in the last $d, newest last, with time and path.
----
find . -type f $o -printf '%T+ %p\n' | sort
----
touch new; touch -d '3 days ago' old; bash answer.sh | grep -q new; ! bash answer.sh | grep -q old
----
d o
24 hours|-mtime -1
30 minutes|-mmin -30
====
Which lines are in old.txt but not in new.txt? Order does not matter.
----
comm -23 <(sort old.txt) <(sort new.txt)
----
printf 'b\na\nc\n' > old.txt; printf 'c\nb\n' > new.txt; [ "$(bash answer.sh)" = a ]
====
Join two files on their first field (both comma separated, unsorted): users.csv and logins.csv.
----
join -t, <(sort -t, -k1,1 users.csv) <(sort -t, -k1,1 logins.csv)
----
printf '2,bo\n1,al\n' > users.csv; printf '1,mon\n' > logins.csv; [ "$(bash answer.sh)" = "1,al,mon" ]
====
Generate a random password of 20 letters and digits from the command line.
----
LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c 20; echo
----
bash answer.sh | grep -Eqx '[A-Za-z0-9]{20}'
====
Download a file only if the server has a newer one than my local copy.
----
curl -fsSL -z data.json -o data.json https://example.com/data.json
====
POST the JSON in body.json to an API with a bearer token from $API_TOKEN and fail on HTTP errors.
----
curl --fail --silent --show-error \
  -H "Authorization: Bearer ${API_TOKEN}" \
  -H 'Content-Type: application/json' \
  --data @body.json \
  https://api.example.com/v1/items
====
Extract all "email" values from a JSON array of users with jq, one per line, $d.
----
jq -r '$c' users.json
----
echo '[{"email":"b@x","active":true},{"email":"a@x","active":false},{}]' > users.json
[ "$$(bash answer.sh | paste -sd,)" = "$x" ]
----
d c x
skipping users without one|.[].email // empty|b@x,a@x
active users only|.[] \| select(.active) \| .email|b@x
sorted|map(.email \| values) \| sort \| .[]|a@x,b@x
====
With jq, count the entries per "status" in events.json (an array of objects); output an object like {"ok":3,"failed":1}.
----
jq -c 'group_by(.status) | map({(.[0].status): length}) | add' events.json
----
echo '[{"status":"ok"},{"status":"failed"},{"status":"ok"}]' > events.json; [ "$(bash answer.sh)" = '{"failed":1,"ok":2}' ]
====
Wait until a TCP port on localhost accepts connections, at most 30 seconds, then go on; otherwise exit with 1.
----
#!/usr/bin/env bash
port=${1:?usage: wait-for-port PORT}
for _ in $(seq 30); do
  if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
    exit 0
  fi
  sleep 1
done
echo "port $port is not open after 30 s" >&2
exit 1
----
! bash answer.sh 2> /dev/null
====
Write a script `backup.sh SRC DEST` that makes a dated copy of a directory with rsync and keeps only the 7 newest copies.
----
#!/usr/bin/env bash
set -euo pipefail

src=${1:?usage: backup.sh SRC DEST}
dest=${2:?usage: backup.sh SRC DEST}

mkdir -p "$dest"
rsync -a --delete "$src/" "$dest/$(date +%Y-%m-%d_%H%M%S)/"

ls -1d "$dest"/*/ | sort -r | tail -n +8 | while read -r old; do
  rm -rf -- "$old"
done
====
bash function `confirm` that asks a yes/no question (default no) and returns 0 for yes
----
confirm() {
  local answer
  read -r -p "${1:-Are you sure?} [y/N] " answer
  [[ $answer =~ ^[Yy]([Ee][Ss])?$ ]]
}
----
. ./answer.sh; echo yes | confirm && ! echo n | confirm && ! echo | confirm
====
Write a bash function that prints a message to stderr with a timestamp, e.g. `log "started"`.
----
log() {
  printf '%s %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$*" >&2
}
----
. ./answer.sh; log a b 2>&1 | grep -Eq '^[0-9-]{10} [0-9:]{8} a b$'
====
A script must not run twice at once. Show how to lock it with flock and exit quietly if another copy is active.
----
#!/usr/bin/env bash
set -eu

exec 9> "/tmp/${0##*/}.lock"
flock -n 9 || exit 0

# the work goes here; the lock is released when the script ends
----
bash answer.sh
====
Make a temporary directory in a script and remove it in any case when the script ends, also after an error or Ctrl-C.
----
#!/usr/bin/env bash
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

cd "$work"
----
bash answer.sh
====
Parse the options -v (verbose) and -o FILE plus the remaining arguments in a bash script with getopts.
----
#!/usr/bin/env bash
verbose=0
output=/dev/stdout

while getopts 'vo:' option; do
  case $option in
    v) verbose=1 ;;
    o) output=$OPTARG ;;
    *) echo "usage: ${0##*/} [-v] [-o FILE] ARG..." >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))

((verbose)) && echo "writing to $output" >&2
printf '%s\n' "$@" > "$output"
----
bash answer.sh -v -o out a b 2> err; [ "$(cat out)" = "$(printf 'a\nb')" ] && grep -q out err; ! bash answer.sh -x 2> /dev/null
====
Read a file line by line in bash without losing backslashes or leading blanks, and print each with its number.
----
n=0
while IFS= read -r line || [[ -n $line ]]; do
  n=$((n + 1))
  printf '%d: %s\n' "$n" "$line"
done < input.txt
----
printf '  a\\n\nb' > input.txt; [ "$(bash answer.sh)" = "$(printf '1:   a\\n\n2: b')" ]
====
Run `make test` in each subdirectory that has a Makefile and list the failing ones at the end.
----
failed=()
for makefile in */Makefile; do
  dir=${makefile%/*}
  make -C "$dir" test || failed+=("$dir")
done
if ((${#failed[@]})); then
  printf 'failed: %s\n' "${failed[@]}"
  exit 1
fi
====
Convert all PNG files here to WebP with cwebp, four at a time, skipping those that exist already.
----
for png in *.png; do
  [ -e "${png%.png}.webp" ] || printf '%s\0' "$png"
done | xargs -0 -P 4 -I{} sh -c 'cwebp -quiet "$1" -o "${1%.png}.webp"' _ {}
====
Crontab lines, please: $d.
----
$c
----
cron
----
d c
/opt/sync.sh every weekday at 6:30, and its output into /var/log/sync.log|30 6 * * 1-5 /opt/sync.sh >> /var/log/sync.log 2>&1
`docker image prune -f` on Sundays at 3 in the morning, silently|0 3 * * 0 docker image prune -f > /dev/null 2>&1
/usr/local/bin/probe every 10 minutes between 8:00 and 18:00|*/10 8-17 * * * /usr/local/bin/probe\n0 18 * * * /usr/local/bin/probe
/srv/report.sh on the first of each month at midnight|0 0 1 * * /srv/report.sh
====
Git: $d
----
$c
----
----
d c
undo the last commit but keep its changes staged.|git reset --soft HEAD~1
list branches that are already merged into main, so I can delete them.|git branch --merged main \| grep -vE '^\\*\|^\\s+main$$'
which commits changed the function parse_row in src/reader.c?|git log -L :parse_row:src/reader.c
find the commit that first introduced the string "LEGACY_MODE".|git log --reverse --oneline -S'LEGACY_MODE' \| head -n 1
put only some hunks of my changes into the next commit.|git add --patch
show what would be pushed to origin/main.|git log --oneline origin/main..HEAD
take a single file from another branch (release) into my working tree.|git restore --source=release -- config/app.toml
how many commits did each author make this year?|git shortlog -sn --since="$$(date +%Y)-01-01"
I committed to main by mistake. Move the last two commits to a new branch `feature`.|git branch feature\ngit reset --hard HEAD~2
a file with secrets was added to .gitignore too late. Stop tracking it but leave it on disk.|git rm --cached .env
====
Docker one-liner: $d
----
$c
----
----
d c
remove all stopped containers and dangling images without asking.|docker system prune -f
open a shell in the running container `web`.|docker exec -it web sh
copy /app/dump.sql out of the container `db` to the current folder.|docker cp db:/app/dump.sql .
last 100 log lines of `worker`, with timestamps, and follow.|docker logs --tail 100 -t -f worker
names and IP addresses of all running containers.|docker ps -q \| xargs docker inspect -f '{{.Name}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}'
====
Print only the $d of a path in a variable `path`, by bash means alone.
----
printf '%s\n' "$c"
----
path=/srv/www/index.tar.gz; [ "$$(. ./answer.sh)" = "$x" ]
----
d c x
file name|$${path##*/}|index.tar.gz
directory|$${path%/*}|/srv/www
extension after the last dot|$${path##*.}|gz
path without anything from the first dot on|$${path%%.*}|/srv/www/index
====
Turn the text in $n into $d with bash parameter expansion.
----
printf '%s\n' "$c"
----
name='Ada of York'; [ "$$(. ./answer.sh)" = "$x" ]
----
n d c x
$$name|upper case|$${name^^}|ADA OF YORK
$$name|lower case with underscores for blanks (two steps are fine)|$$(tmp=$${name,,}; echo "$${tmp// /_}")|ada_of_york
$$name|its first five characters|$${name:0:5}|Ada o
====
Check in a script that the tools git, jq and curl are installed; name all that are missing and stop.
----
missing=()
for tool in git jq curl; do
  command -v "$tool" > /dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
  echo "please install: ${missing[*]}" >&2
  exit 1
fi
----
PATH=/nowhere /bin/bash answer.sh 2> err; grep -q 'git jq curl' err
====
Split a big file big.log into pieces of $d named part_000, part_001 and so on.
----
split -d -a 3 $o big.log part_
----
seq 5000 > big.log; bash answer.sh; [ -e part_000 ] && [ "$$(cat part_* | wc -l)" -eq 5000 ]
----
d o
1000 lines|-l 1000
at most 10 MB without cutting lines|-C 10M
====
Remove the blanks at the end of lines in all tracked .md files.
----
git ls-files -z '*.md' | xargs -0 sed -i 's/[[:blank:]]*$//'
----
git init -q .; printf 'a  \nb\t\n' > x.md; git add .; bash answer.sh; [ "$(cat x.md)" = "$(printf 'a\nb')" ]
====
Retry a command up to 5 times with growing pauses (1, 2, 4 ... seconds). Write it as a function `retry`.
----
retry() {
  local pause=1
  for attempt in 1 2 3 4 5; do
    "$@" && return 0
    ((attempt == 5)) && return 1
    sleep "$pause"
    pause=$((pause * 2))
  done
}
----
. ./answer.sh; sleep() { :; }; retry true && ! retry false
====
Show disk usage of the folders right below /var, sorted, in megabytes, without crossing file systems.
----
du -xm --max-depth=1 /var 2> /dev/null | sort -n
====
print the duplicate lines of a file once each, ignoring case
----
sort -f file.txt | uniq -di
----
printf 'A\nb\na\n' > file.txt; [ "$(bash answer.sh | wc -l)" -eq 1 ]
====
Remove duplicate lines from a file without changing the order of the first occurrences.
----
awk '!seen[$0]++' file.txt
----
printf 'b\na\nb\n' > file.txt; [ "$(bash answer.sh | paste -sd,)" = b,a ]
====
Set up a virtual environment in .venv, install requirements.txt into it and run pytest, stopping at the first failure of any step.
----
#!/usr/bin/env bash
set -euo pipefail

python3 -m venv .venv
.venv/bin/pip install --quiet -r requirements.txt
.venv/bin/pytest
====
Give me a loop that pings a list of hosts from hosts.txt once each and prints "host up" or "host down".
----
while read -r host; do
  if ping -c 1 -W 2 "$host" > /dev/null 2>&1 < /dev/null; then
    echo "$host up"
  else
    echo "$host down"
  fi
done < hosts.txt
====
Kill all processes of user `guest` that have been running for more than a day. Show them first, without killing.
----
ps -u guest -o pid=,etimes=,comm= | awk '$2 > 86400'
# and when the list looks right:
ps -u guest -o pid=,etimes= | awk '$2 > 86400 { print $1 }' | xargs -r kill
====
How can I see the five commands I use most, from my bash history?
----
history | awk '{ print $2 }' | sort | uniq -c | sort -rn | head -n 5
====
Number of unique words in book.txt, ignoring case and punctuation.
----
tr -cs '[:alpha:]' '\n' < book.txt | tr '[:upper:]' '[:lower:]' | sed '/^$/d' | sort -u | wc -l
----
echo 'The cat, the Dog. cat!' > book.txt; [ "$(bash answer.sh)" -eq 3 ]
====
Print a table of $d from /etc/passwd, aligned in columns.
----
$c
----
bash answer.sh | grep -q root
----
d c
user and shell for accounts whose shell is not nologin or false|awk -F: '$$7 !~ /(nologin\|false)$$/ { print $$1, $$7 }' /etc/passwd \| column -t
user name and numeric id, sorted by the id|cut -d: -f1,3 /etc/passwd \| sort -t: -k2,2n \| column -t -s:
====
My script gets a date as YYYY-MM-DD in $1. Check the format, then print the day after it (GNU date).
----
if [[ ! $1 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]]; then
  echo "expected YYYY-MM-DD, got '$1'" >&2
  exit 2
fi
date -d "$1 + 1 day" +%F
----
[ "$(bash answer.sh 2024-02-28)" = 2024-02-29 ]; ! bash answer.sh yesterday 2> /dev/null
====
Compare two directories a and b: which files differ or exist in only one of them?
----
diff -rq a b
----
mkdir a b; echo 1 > a/x; echo 2 > b/x; ! bash answer.sh > out; grep -q differ out
====
Encrypt notes.txt with a passphrase using openssl, and the command to get it back.
----
openssl enc -aes-256-cbc -pbkdf2 -salt -in notes.txt -out notes.txt.enc
openssl enc -d -aes-256-cbc -pbkdf2 -in notes.txt.enc -out notes.txt
====
Check when the TLS certificate of example.org runs out.
----
echo | openssl s_client -servername example.org -connect example.org:443 2> /dev/null | openssl x509 -noout -enddate
====
ssh: $d
----
$c
----
----
d c
forward local port 8000 to port 80 of the host `intranet`, going through `gateway`, without opening a shell.|ssh -N -L 8000:intranet:80 gateway
copy the folder `out` from `build1` to here, compressed, and resume if it breaks off.|rsync -az --partial build1:out/ ./out/
run the local script check.sh on the server `web2` without copying it there.|ssh web2 'bash -s' < check.sh
install my public key on `db1` for the user deploy.|ssh-copy-id deploy@db1
====
In bash, keep an associative array of word counts for the words given as arguments, and print "word count" lines sorted by word.
----
declare -A counts
for word in "$@"; do
  counts[$word]=$((${counts[$word]:-0} + 1))
done
for word in "${!counts[@]}"; do
  printf '%s %d\n' "$word" "${counts[$word]}"
done | sort
----
[ "$(bash answer.sh b a b | paste -sd,)" = "a 1,b 2" ]
====
systemd: $d
----
$c
----
----
d c
logs of nginx since this morning, only warnings and worse|journalctl -u nginx --since today -p warning
restart the service `queue` and show whether it came up|sudo systemctl restart queue && systemctl status --no-pager queue
which units failed at boot?|systemctl --failed
====
Make every file below `public` readable for all and every directory enterable, without making files executable.
----
chmod -R u=rwX,go=rX public
----
mkdir -p public/d; touch public/d/f; chmod 600 public/d/f; bash answer.sh; [ "$(stat -c %a public/d/f)" = 644 ] && [ "$(stat -c %a public/d)" = 755 ]
====
An interactive menu in bash with three entries (start, stop, quit) that repeats until one quits.
----
PS3='choose: '
select action in start stop quit; do
  case $action in
    start) echo 'starting' ;;
    stop) echo 'stopping' ;;
    quit) break ;;
    *) echo "no entry $REPLY" ;;
  esac
done
----
[ "$(printf '1\n9\n3\n' | bash answer.sh 2> /dev/null | paste -sd,)" = "starting,no entry 9" ]
====
Take a backup of a Postgres database `crm` in the custom format, and restore it as `crm_test`.
----
pg_dump -Fc -f crm.dump crm
createdb crm_test
pg_restore -d crm_test crm.dump
====
Print the numbers from 1 to $n, $d on one line in pure bash.
----
$c
----
[ "$$(bash answer.sh)" = "$x" ]
----
n d c x
20|that are divisible by 3|echo $$(for ((i = 3; i <= 20; i += 3)); do echo "$$i"; done)|3 6 9 12 15 18
5|separated by commas,|printf '%s,' {1..4}\necho 5|1,2,3,4,5
====
awk: $d (file `log.csv`, comma separated, no header)
----
$c
----
printf 'a,3,x\nb,12,y\na,5,y\n' > log.csv; [ "$$(bash answer.sh | paste -sd';')" = '$x' ]
----
d c x
print the lines whose second field is greater than 4|awk -F, '$$2 > 4' log.csv|b,12,y;a,5,y
largest value of the second field for each value of the first, sorted|awk -F, '!($$1 in m) \|\| $$2 > m[$$1] { m[$$1] = $$2 } END { for (k in m) print k, m[k] }' log.csv \| sort|a 5;b 12
swap the first two fields and keep the rest|awk -F, -v OFS=, '{ t = $$1; $$1 = $$2; $$2 = t; print }' log.csv|3,a,x;12,b,y;5,a,y
number the lines and put the number first|awk '{ print NR "," $$0 }' log.csv|1,a,3,x;2,b,12,y;3,a,5,y
only every second line, beginning with the first|awk 'NR % 2 == 1' log.csv|a,3,x;a,5,y
====
sed: $d in notes.txt, result to stdout
----
$c
----
printf 'one\n\n# two\nthree\n' > notes.txt; [ "$$(bash answer.sh | paste -sd';')" = '$x' ]
----
d c x
drop blank lines and lines that start with #|sed -e '/^#/d' -e '/^$$/d' notes.txt|one;three
print only lines 2 to 3|sed -n '2,3p' notes.txt|;# two
insert the line "begin" before the first one|sed '1i begin' notes.txt|begin;one;;# two;three
put every non-empty line into double quotes|sed 's/^..*$$/"&"/' notes.txt|"one";;"# two";"three"
replace the last line by "end"|sed '$$c end' notes.txt|one;;# two;end
====
grep question: $d
----
$c
----
mkdir -p src; printf 'import os\n# TODO x\nTodo y\n' > src/a.py; printf 'import sys\n' > src/b.py; [ "$$(bash answer.sh | sort | paste -sd';')" = "$x" ]
----
d c x
names of all files below src that contain "TODO" in any case|grep -rli 'todo' src|src/a.py
names of the .py files below src that do NOT contain "TODO" (any case)|grep -rLi --include='*.py' 'todo' src|src/b.py
how many lines below src begin with "import", one number|grep -rh '^import' src \| wc -l|2
the imported module names only, from src/*.py|grep -hoP '^import \\K\\w+' src/*.py|os;sys
====
$d
----
$c
----
seq 1 20 > n.txt; [ "$$(bash answer.sh | paste -sd,)" = "$x" ]
----
d c x
last three lines of n.txt in reverse order|tail -n 3 n.txt \| tac|20,19,18
lines 5 to 7 of n.txt, with head and tail|head -n 7 n.txt \| tail -n 3|5,6,7
put the numbers of n.txt in two columns separated by a colon and show the first two lines|paste -d: - - < n.txt \| head -n 2|1:2,3:4
sum of all numbers in n.txt without awk|echo "$$(($$(paste -sd+ n.txt)))"|210
two random lines of n.txt, the same ones every time (fixed seed), counted|shuf -n 2 --random-source=<(yes) n.txt \| wc -l|2
'''
