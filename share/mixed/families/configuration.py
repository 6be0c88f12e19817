"""Configuration files. In a Makefile's answer `\\t` is a tab."""

from mixed.base import Row, cases

KIND = "config"
# The first word of a check names the format; "has TEXT" lines must stand in the answer.
GROUPS = r'''
Dockerfile for a small $d
----
$c
----
dockerfile
----
d c
Flask app: app.py and requirements.txt, served by gunicorn on port 8000, not as root|FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app.py .\nRUN useradd --create-home app\nUSER app\nEXPOSE 8000\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
Go service, multi-stage, final image from scratch. Main package in ./cmd/server.|FROM golang:1.22 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM scratch\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]
static site built by `npm run build` into dist/, served by nginx|FROM node:20-alpine AS build\nWORKDIR /site\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM nginx:1.27-alpine\nCOPY --from=build /site/dist /usr/share/nginx/html
cron-like job: run /app/job.sh once and exit. Needs curl and jq, Alpine please.|FROM alpine:3.20\nRUN apk add --no-cache curl jq\nCOPY job.sh /app/job.sh\nRUN chmod +x /app/job.sh\nENTRYPOINT ["/app/job.sh"]
Rust CLI called `tidy`, keeping the dependency build in a layer of its own|FROM rust:1.80 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release\nCOPY src src\nRUN touch src/main.rs && cargo build --release\n\nFROM debian:bookworm-slim\nCOPY --from=build /src/target/release/tidy /usr/local/bin/tidy\nENTRYPOINT ["tidy"]
====
docker-compose: $d
----
$c
----
yaml
----
d c
a web service built from the current folder on port 3000, with Postgres 16 whose data survives restarts. Web waits until the database is healthy.|services:\n  web:\n    build: .\n    ports:\n      - "3000:3000"\n    environment:\n      DATABASE_URL: postgres://app:secret@db/app\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_PASSWORD: secret\n      POSTGRES_DB: app\n    volumes:\n      - data:/var/lib/postgresql/data\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U app"]\n      interval: 5s\n      retries: 10\nvolumes:\n  data:
Redis with a password from .env, reachable from the host only, at most 256 MB of memory|services:\n  redis:\n    image: redis:7\n    command: redis-server --requirepass $${REDIS_PASSWORD} --maxmemory 256mb\n    env_file: .env\n    ports:\n      - "127.0.0.1:6379:6379"\n    restart: unless-stopped
three replicas of `worker:latest` with a memory limit of 512M each, no ports|services:\n  worker:\n    image: worker:latest\n    deploy:\n      replicas: 3\n      resources:\n        limits:\n          memory: 512M
====
nginx: $d
----
$c
----
nginx
----
d c
redirect all HTTP traffic for example.org to HTTPS|server {\n    listen 80;\n    server_name example.org www.example.org;\n    return 301 https://example.org$$request_uri;\n}
reverse proxy for an app on localhost:5000, passing on host and client address, websockets included|location / {\n    proxy_pass http://127.0.0.1:5000;\n    proxy_http_version 1.1;\n    proxy_set_header Host $$host;\n    proxy_set_header X-Forwarded-For $$proxy_add_x_forwarded_for;\n    proxy_set_header Upgrade $$http_upgrade;\n    proxy_set_header Connection "upgrade";\n}
serve a single-page app from /srv/app; unknown paths must give index.html, and files under /assets are cached for a year|server {\n    listen 80;\n    root /srv/app;\n\n    location /assets/ {\n        expires 1y;\n        add_header Cache-Control "public, immutable";\n    }\n\n    location / {\n        try_files $$uri /index.html;\n    }\n}
limit logins to 5 requests a minute per address, allowing a burst of 3|limit_req_zone $$binary_remote_addr zone=login:10m rate=5r/m;\n\nserver {\n    location /login {\n        limit_req zone=login burst=3 nodelay;\n        proxy_pass http://127.0.0.1:8000;\n    }\n}
uploads up to 50 MB, and gzip for text, CSS, JSON and JavaScript|client_max_body_size 50m;\n\ngzip on;\ngzip_types text/plain text/css application/json application/javascript;\ngzip_min_length 1024;
protect /internal with a password file and let 10.0.0.0/8 in without it|location /internal/ {\n    satisfy any;\n    allow 10.0.0.0/8;\n    deny all;\n    auth_basic "Internal";\n    auth_basic_user_file /etc/nginx/htpasswd;\n}
split traffic over three app servers, the third only as a backup|upstream app {\n    server 10.0.0.11:8080;\n    server 10.0.0.12:8080;\n    server 10.0.0.13:8080 backup;\n}\n\nserver {\n    listen 80;\n    location / {\n        proxy_pass http://app;\n    }\n}
====
GitHub Actions workflow: $d
----
$c
----
yaml
----
d c
run pytest on every push and pull request, with Python 3.10 to 3.12 and cached pip packages|name: tests\non: [push, pull_request]\n\njobs:\n  test:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        python: ["3.10", "3.11", "3.12"]\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-python@v5\n        with:\n          python-version: $${{ matrix.python }}\n          cache: pip\n      - run: pip install -r requirements.txt\n      - run: pytest
build a release binary with cargo when a tag v* is pushed, and attach it to a GitHub release|name: release\non:\n  push:\n    tags: ["v*"]\n\npermissions:\n  contents: write\n\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo build --release\n      - run: gh release create "$$GITHUB_REF_NAME" target/release/app --generate-notes\n        env:\n          GH_TOKEN: $${{ github.token }}
nightly at 02:30 UTC and by hand, run scripts/sync.sh with the secret API_KEY|name: nightly\non:\n  schedule:\n    - cron: "30 2 * * *"\n  workflow_dispatch:\n\njobs:\n  sync:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: scripts/sync.sh\n        env:\n          API_KEY: $${{ secrets.API_KEY }}
lint Markdown only when a file in docs/ changes; cancel older runs of the same branch|name: docs\non:\n  push:\n    paths: ["docs/**"]\n\nconcurrency:\n  group: docs-$${{ github.ref }}\n  cancel-in-progress: true\n\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npx markdownlint-cli2 "docs/**/*.md"
====
.gitlab-ci.yml with $d
----
$c
----
yaml
----
d c
stages test and deploy; deploy only from main and only by hand|stages: [test, deploy]\n\ntest:\n  stage: test\n  image: python:3.12\n  script:\n    - pip install -r requirements.txt\n    - pytest\n\ndeploy:\n  stage: deploy\n  script:\n    - ./deploy.sh\n  rules:\n    - if: $$CI_COMMIT_BRANCH == "main"\n      when: manual
one job that builds a Docker image and pushes it to the project's registry, tagged by commit|build:\n  image: docker:27\n  services:\n    - docker:27-dind\n  script:\n    - docker login -u "$$CI_REGISTRY_USER" -p "$$CI_REGISTRY_PASSWORD" "$$CI_REGISTRY"\n    - docker build -t "$$CI_REGISTRY_IMAGE:$$CI_COMMIT_SHORT_SHA" .\n    - docker push "$$CI_REGISTRY_IMAGE:$$CI_COMMIT_SHORT_SHA"
====
pyproject.toml: $d
----
$c
----
toml
----
d c
minimal package `wavetools` 0.3.0 with setuptools, Python 3.10 or newer, depending on numpy 1.26 or later, and a command `wave` that runs wavetools.cli:main|[build-system]\nrequires = ["setuptools>=68"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "wavetools"\nversion = "0.3.0"\nrequires-python = ">=3.10"\ndependencies = ["numpy>=1.26"]\n\n[project.scripts]\nwave = "wavetools.cli:main"
ruff section: line length 100, rules E, F, I and UP, ignoring E501, and no import sorting in tests|[tool.ruff]\nline-length = 100\n\n[tool.ruff.lint]\nselect = ["E", "F", "I", "UP"]\nignore = ["E501"]\n\n[tool.ruff.lint.per-file-ignores]\n"tests/*" = ["I"]
pytest: look in tests/, show the slowest five, treat warnings as errors except DeprecationWarning, and declare a marker "slow"|[tool.pytest.ini_options]\ntestpaths = ["tests"]\naddopts = "--durations=5"\nfilterwarnings = ["error", "ignore::DeprecationWarning"]\nmarkers = ["slow: takes more than a second"]
strict mypy, but no complaints about missing stubs for `paho`|[tool.mypy]\nstrict = true\n\n[[tool.mypy.overrides]]\nmodule = "paho.*"\nignore_missing_imports = true
====
Cargo.toml for $d
----
$c
----
toml
----
d c
a library `geo_grid` 0.1.0, edition 2021, serde optional behind a feature of that name, criterion only for benchmarks|[package]\nname = "geo_grid"\nversion = "0.1.0"\nedition = "2021"\n\n[features]\nserde = ["dep:serde"]\n\n[dependencies]\nserde = { version = "1", features = ["derive"], optional = true }\n\n[dev-dependencies]\ncriterion = "0.5"\n\n[[bench]]\nname = "grid"\nharness = false
a workspace of the crates core, cli and web with a shared version 1.4.0 and small release binaries|[workspace]\nresolver = "2"\nmembers = ["core", "cli", "web"]\n\n[workspace.package]\nversion = "1.4.0"\nedition = "2021"\n\n[profile.release]\nopt-level = "z"\nlto = true\nstrip = true
====
systemd unit: $d
----
$c
----
ini
----
d c
run /opt/feed/feed --port 9000 as user feed, restart 5 seconds after a crash, start after the network is up|[Unit]\nDescription=Feed server\nAfter=network-online.target\nWants=network-online.target\n\n[Service]\nUser=feed\nExecStart=/opt/feed/feed --port 9000\nRestart=on-failure\nRestartSec=5\n\n[Install]\nWantedBy=multi-user.target
a timer that starts clean.service every night at 3:15, also later if the machine was off|[Unit]\nDescription=Nightly cleaning\n\n[Timer]\nOnCalendar=*-*-* 03:15:00\nPersistent=true\nUnit=clean.service\n\n[Install]\nWantedBy=timers.target
oneshot that runs two scripts in order at boot and counts as active afterwards|[Unit]\nDescription=Prepare the data disk\n\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/local/sbin/mount-data\nExecStart=/usr/local/sbin/check-data\n\n[Install]\nWantedBy=multi-user.target
harden an existing service by a drop-in: read-only system, no home, own /tmp, no new privileges; it may write to /var/lib/feed|[Service]\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nNoNewPrivileges=yes\nReadWritePaths=/var/lib/feed
====
Kubernetes: $d
----
$c
----
yaml
----
d c
Deployment `api`, two replicas of registry.local/api:1.7, port 8080, readiness on /healthz, 100m CPU and 128Mi requested|apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: api\n  template:\n    metadata:\n      labels:\n        app: api\n    spec:\n      containers:\n        - name: api\n          image: registry.local/api:1.7\n          ports:\n            - containerPort: 8080\n          readinessProbe:\n            httpGet:\n              path: /healthz\n              port: 8080\n          resources:\n            requests:\n              cpu: 100m\n              memory: 128Mi
a Service that exposes the pods labelled app=api inside the cluster on port 80 (they listen on 8080)|apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n      targetPort: 8080
CronJob that runs `backup:2` every six hours and never twice at the same time, keeping three successful runs|apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: "0 */6 * * *"\n  concurrencyPolicy: Forbid\n  successfulJobsHistoryLimit: 3\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            - name: backup\n              image: backup:2
ConfigMap `web-config` with LOG_LEVEL=info and a file banner.txt of two lines|apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-config\ndata:\n  LOG_LEVEL: info\n  banner.txt: \|\n    Welcome.\n    Be kind.
Ingress for shop.example.com: /api goes to service api:80, everything else to web:80|apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\nspec:\n  rules:\n    - host: shop.example.com\n      http:\n        paths:\n          - path: /api\n            pathType: Prefix\n            backend:\n              service:\n                name: api\n                port:\n                  number: 80\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: web\n                port:\n                  number: 80
====
.gitignore for $d
----
$c
----
lines
----
d c
a Python project with a virtual environment in .venv, caches, coverage and build output|__pycache__/\n*.pyc\n.venv/\n.pytest_cache/\n.coverage\nhtmlcov/\nbuild/\ndist/\n*.egg-info/
a Node project, but keep .env.example under version control|node_modules/\ndist/\nnpm-debug.log*\n.env*\n!.env.example
LaTeX sources where only the PDF of the thesis is kept|*.aux\n*.log\n*.out\n*.toc\n*.bbl\n*.blg\n*.synctex.gz\n*.pdf\n!thesis.pdf
====
EditorConfig: $d
----
$c
----
ini
----
d c
UTF-8, LF, final newline; four blanks in general, two in YAML and JSON, tabs in Makefiles|root = true\n\n[*]\ncharset = utf-8\nend_of_line = lf\ninsert_final_newline = true\nindent_style = space\nindent_size = 4\n\n[*.{yml,yaml,json}]\nindent_size = 2\n\n[Makefile]\nindent_style = tab
trim trailing blanks everywhere except in Markdown, lines up to 100 in Python|root = true\n\n[*]\ntrim_trailing_whitespace = true\n\n[*.md]\ntrim_trailing_whitespace = false\n\n[*.py]\nmax_line_length = 100
====
Write the $d as JSON.
----
$c
----
json
----
d c
package.json of a private ES-module project `notes-web` with scripts dev (vite), build (vite build) and test (vitest run), Node 20 or later|{\n  "name": "notes-web",\n  "private": true,\n  "type": "module",\n  "scripts": {\n    "dev": "vite",\n    "build": "vite build",\n    "test": "vitest run"\n  },\n  "engines": {\n    "node": ">=20"\n  }\n}
tsconfig for a strict Node library: ES2022, sources in src, declarations and output in dist|{\n  "compilerOptions": {\n    "target": "ES2022",\n    "module": "NodeNext",\n    "moduleResolution": "NodeNext",\n    "strict": true,\n    "declaration": true,\n    "rootDir": "src",\n    "outDir": "dist"\n  },\n  "include": ["src"]\n}
VS Code settings of a Python workspace: format on save with ruff, 100-column ruler, hide __pycache__|{\n  "editor.formatOnSave": true,\n  "editor.rulers": [100],\n  "files.exclude": {\n    "**/__pycache__": true\n  },\n  "[python]": {\n    "editor.defaultFormatter": "charliermarsh.ruff"\n  }\n}
JSON schema for a user: name (non-empty string) and age (whole number from 0) are required, email is an optional string, nothing else is allowed|{\n  "type": "object",\n  "properties": {\n    "name": { "type": "string", "minLength": 1 },\n    "age": { "type": "integer", "minimum": 0 },\n    "email": { "type": "string", "format": "email" }\n  },\n  "required": ["name", "age"],\n  "additionalProperties": false\n}
ESLint configuration (.eslintrc.json) with the recommended rules, browser and ES2022, single quotes required and console.log forbidden|{\n  "root": true,\n  "extends": "eslint:recommended",\n  "env": { "browser": true, "es2022": true },\n  "parserOptions": { "sourceType": "module" },\n  "rules": {\n    "quotes": ["error", "single"],\n    "no-console": "error"\n  }\n}
S3 bucket policy that lets anybody read objects under public/ in the bucket `acme-site`|{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Principal": "*",\n      "Action": "s3:GetObject",\n      "Resource": "arn:aws:s3:::acme-site/public/*"\n    }\n  ]\n}
====
~/.ssh/config entries: $d
----
$c
----
lines
----
d c
`build` is ci@10.2.0.9 on port 2222 with its own key ~/.ssh/ci_ed25519|Host build\n    HostName 10.2.0.9\n    User ci\n    Port 2222\n    IdentityFile ~/.ssh/ci_ed25519
all hosts *.corp go through the jump host gate.example.com; keep connections alive|Host *.corp\n    ProxyJump gate.example.com\n    ServerAliveInterval 60
reuse one connection per server for ten minutes|Host *\n    ControlMaster auto\n    ControlPath ~/.ssh/cm-%r@%h:%p\n    ControlPersist 10m
====
Makefile for $d (real tabs, phony targets declared)
----
$c
----
make
----
d c
a Python package: venv, test, lint (ruff) and clean|.PHONY: venv test lint clean\n\nvenv:\n\tpython3 -m venv .venv\n\t.venv/bin/pip install -e '.[dev]'\n\ntest:\n\t.venv/bin/pytest\n\nlint:\n\t.venv/bin/ruff check .\n\nclean:\n\trm -rf .venv build dist
a C program from all src/*.c into bin/app, with object files in obj/ and header dependencies|CFLAGS += -O2 -Wall -MMD\nOBJ := $$(patsubst src/%.c,obj/%.o,$$(wildcard src/*.c))\n\nbin/app: $$(OBJ)\n\t@mkdir -p bin\n\t$$(CC) -o $$@ $$^ $$(LDLIBS)\n\nobj/%.o: src/%.c\n\t@mkdir -p obj\n\t$$(CC) $$(CFLAGS) -c -o $$@ $$<\n\n.PHONY: clean\nclean:\n\trm -rf bin obj\n\n-include $$(OBJ:.o=.d)
turning every .dot file here into an .svg with Graphviz|SVG := $$(patsubst %.dot,%.svg,$$(wildcard *.dot))\n\n.PHONY: all clean\nall: $$(SVG)\n\n%.svg: %.dot\n\tdot -Tsvg $$< -o $$@\n\nclean:\n\trm -f $$(SVG)
====
Logging for our Python service as a dictConfig in YAML: $d
----
$c
----
yaml
----
d c
INFO to the console, the logger `billing` at DEBUG|version: 1\nformatters:\n  plain:\n    format: "%(asctime)s %(levelname)s %(name)s: %(message)s"\nhandlers:\n  console:\n    class: logging.StreamHandler\n    formatter: plain\nloggers:\n  billing:\n    level: DEBUG\nroot:\n  level: INFO\n  handlers: [console]
everything from WARNING on into a rotating file of 5 MB with 3 old ones|version: 1\nhandlers:\n  file:\n    class: logging.handlers.RotatingFileHandler\n    filename: app.log\n    maxBytes: 5242880\n    backupCount: 3\nroot:\n  level: WARNING\n  handlers: [file]
====
pre-commit config $d
----
$c
----
yaml
----
d c
with ruff (check with fixes, then format) and the usual whitespace hooks|repos:\n  - repo: https://github.com/pre-commit/pre-commit-hooks\n    rev: v4.6.0\n    hooks:\n      - id: trailing-whitespace\n      - id: end-of-file-fixer\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v0.5.0\n    hooks:\n      - id: ruff\n        args: [--fix]\n      - id: ruff-format
that runs our own script scripts/check_names.py on changed SQL files|repos:\n  - repo: local\n    hooks:\n      - id: check-names\n        name: check table names\n        entry: python scripts/check_names.py\n        language: system\n        files: \\.sql$$
====
Prometheus: $d
----
$c
----
yaml
----
d c
scrape our two app servers app1 and app2 on 9100 every 15 seconds, and the label env=prod|global:\n  scrape_interval: 15s\n\nscrape_configs:\n  - job_name: app\n    static_configs:\n      - targets: ["app1:9100", "app2:9100"]\n        labels:\n          env: prod
alert when more than 5 % of requests fail over 10 minutes|groups:\n  - name: http\n    rules:\n      - alert: ManyErrors\n        expr: >\n          sum(rate(http_requests_total{status=~"5.."}[10m]))\n          / sum(rate(http_requests_total[10m])) > 0.05\n        for: 10m\n        labels:\n          severity: page\n        annotations:\n          summary: More than 5 % of requests fail
====
Ansible: $d
----
$c
----
yaml
----
d c
install nginx on the group web, copy nginx.conf from a template and reload only when it changed|- hosts: web\n  become: true\n  tasks:\n    - name: Install nginx\n      ansible.builtin.package:\n        name: nginx\n        state: present\n    - name: Write the configuration\n      ansible.builtin.template:\n        src: nginx.conf.j2\n        dest: /etc/nginx/nginx.conf\n      notify: reload nginx\n  handlers:\n    - name: reload nginx\n      ansible.builtin.service:\n        name: nginx\n        state: reloaded
create the users listed in the variable `staff`, each with its public key|- hosts: all\n  become: true\n  tasks:\n    - name: Create users\n      ansible.builtin.user:\n        name: "{{ item.name }}"\n        shell: /bin/bash\n      loop: "{{ staff }}"\n    - name: Add keys\n      ansible.posix.authorized_key:\n        user: "{{ item.name }}"\n        key: "{{ item.key }}"\n      loop: "{{ staff }}"
====
Terraform, just the resource: $d
----
$c
----
braces
----
d c
a private S3 bucket `acme-logs` whose objects expire after 90 days|resource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\nresource "aws_s3_bucket_lifecycle_configuration" "logs" {\n  bucket = aws_s3_bucket.logs.id\n\n  rule {\n    id     = "expire"\n    status = "Enabled"\n\n    filter {}\n\n    expiration {\n      days = 90\n    }\n  }\n}
a security group that lets HTTPS in from everywhere and anything out|resource "aws_security_group" "web" {\n  name = "web"\n\n  ingress {\n    from_port   = 443\n    to_port     = 443\n    protocol    = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n\n  egress {\n    from_port   = 0\n    to_port     = 0\n    protocol    = "-1"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}
====
Apache .htaccess that $d
----
$c
----
lines
----
d c
sends visitors of old.html to new.html for good and forbids directory listings|Options -Indexes\nRedirect 301 /old.html /new.html
caches images for 30 days and everything else for an hour|ExpiresActive On\nExpiresDefault "access plus 1 hour"\nExpiresByType image/png "access plus 30 days"\nExpiresByType image/jpeg "access plus 30 days"
====
Caddyfile: $d
----
$c
----
braces
----
d c
serve /srv/blog for blog.example.net with compression, and send /api to localhost:7000|blog.example.net {\n    encode zstd gzip\n    reverse_proxy /api/* localhost:7000\n    root * /srv/blog\n    file_server\n}
basic auth for everything, log to a file|files.example.net {\n    basic_auth {\n        alice $$2a$$14$$examplehashexamplehash\n    }\n    log {\n        output file /var/log/caddy/files.log\n    }\n    root * /srv/files\n    file_server browse\n}
====
fix the indentation and quoting in this YAML, "on" and "no" are meant as texts:
version: 3.10
answer: no
list:
- a
 - b
----
version: "3.10"
answer: "no"
list:
  - a
  - b
----
yaml
====
convert these environment variables into a TOML file with sections by prefix: DB_HOST=pg1, DB_PORT=5432, MAIL_FROM=me@x.org, MAIL_TLS=true
----
[db]
host = "pg1"
port = 5432

[mail]
from = "me@x.org"
tls = true
----
toml
====
logrotate for /var/log/feed/*.log: weekly, eight old ones, compressed but not the newest, no error if there is no file, and tell the service with a HUP
----
/var/log/feed/*.log {
    weekly
    rotate 8
    compress
    delaycompress
    missingok
    notifempty
    postrotate
        systemctl kill -s HUP feed.service
    endscript
}
----
braces
====
dependabot: weekly updates for pip and GitHub Actions, at most 5 open pull requests for pip
----
version: 2
updates:
  - package-ecosystem: pip
    directory: /
    schedule:
      interval: weekly
    open-pull-requests-limit: 5
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
----
yaml
====
I want black, isort and flake8 to agree on a line length of 88. Put flake8's part into setup.cfg, ignoring E203 and W503.
----
[flake8]
max-line-length = 88
extend-ignore = E203, W503
exclude = .venv, build
----
ini
====
my.cnf for a small MySQL server: utf8mb4 everywhere, 1 GB buffer pool, slow query log for everything over 2 s
----
[mysqld]
character-set-server = utf8mb4
collation-server = utf8mb4_0900_ai_ci
innodb_buffer_pool_size = 1G
slow_query_log = ON
long_query_time = 2

[client]
default-character-set = utf8mb4
----
ini
====
tmux.conf: $d
----
$c
----
lines
----
d c
prefix Ctrl-a, mouse on, windows numbered from 1|set -g prefix C-a\nunbind C-b\nbind C-a send-prefix\nset -g mouse on\nset -g base-index 1
split panes with \| and - in the current folder, vi keys in copy mode|bind '\|' split-window -h -c '#{pane_current_path}'\nbind - split-window -v -c '#{pane_current_path}'\nsetw -g mode-keys vi
====
Git configuration file (~/.gitconfig): $d
----
$c
----
ini
----
d c
name and address, main as default branch, rebase on pull|[user]\n    name = Ines Novak\n    email = ines@example.org\n[init]\n    defaultBranch = main\n[pull]\n    rebase = true
aliases st, lg (graph in one line each) and undo (soft reset by one)|[alias]\n    st = status --short\n    lg = log --graph --oneline --decorate\n    undo = reset --soft HEAD~1
another address for everything below ~/work/, kept in ~/.gitconfig-work|[includeIf "gitdir:~/work/"]\n    path = ~/.gitconfig-work
====
OpenAPI fragment in YAML for $d
----
$c
----
yaml
----
d c
GET /users/{id} with an integer id, answering 200 with the schema User or 404|paths:\n  /users/{id}:\n    get:\n      parameters:\n        - name: id\n          in: path\n          required: true\n          schema:\n            type: integer\n      responses:\n        "200":\n          description: The user\n          content:\n            application/json:\n              schema:\n                $$ref: "#/components/schemas/User"\n        "404":\n          description: No such user
the schema Order: id (integer), placed (date-time) and lines (array of OrderLine), all required|components:\n  schemas:\n    Order:\n      type: object\n      required: [id, placed, lines]\n      properties:\n        id:\n          type: integer\n        placed:\n          type: string\n          format: date-time\n        lines:\n          type: array\n          items:\n            $$ref: "#/components/schemas/OrderLine"
====
fail2ban / sudoers / hosts and the like – $d
----
$c
----
lines
----
d c
sudoers line: members of `deploy` may restart the service web without a password, nothing else|%deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart web
fail2ban jail.local for sshd: five failures within ten minutes, ban for an hour|[sshd]\nenabled = true\nmaxretry = 5\nfindtime = 10m\nbantime = 1h
/etc/hosts entries: dev.local and api.dev.local to this machine, IPv4 and IPv6|127.0.0.1 dev.local api.dev.local\n::1       dev.local api.dev.local
fstab line: mount the ext4 disk labelled "data" at /srv/data, no access times, do not stop booting if it is missing|LABEL=data /srv/data ext4 noatime,nofail 0 2
sysctl: allow 4096 pending connections and swap as little as possible|net.core.somaxconn = 4096\nvm.swappiness = 1
.npmrc: own registry for the scope @acme with a token from the environment, exact versions on install|@acme:registry=https://npm.acme.example/\n//npm.acme.example/:_authToken=$${NPM_TOKEN}\nsave-exact=true
CODEOWNERS: docs belong to @acme/writers, everything in /infra to @acme/ops, the rest to @acme/core|*       @acme/core\n/docs/  @acme/writers\n/infra/ @acme/ops
robots.txt: everybody may crawl all but /search and /cart; the sitemap is at https://shop.example/sitemap.xml|User-agent: *\nDisallow: /search\nDisallow: /cart\n\nSitemap: https://shop.example/sitemap.xml
====
$d
----
$c
----
toml
----
d c
rustfmt.toml: width 100, edition 2021, imports grouped by crate|max_width = 100\nedition = "2021"\nimports_granularity = "Crate"
Netlify: build with `npm run build`, publish `dist`, Node 20, and redirect /blog/* to blog.example.net for good|[build]\ncommand = "npm run build"\npublish = "dist"\n\n[build.environment]\nNODE_VERSION = "20"\n\n[[redirects]]\nfrom = "/blog/*"\nto = "https://blog.example.net/:splat"\nstatus = 301
Hugo site configuration: base URL https://notes.example/, English, title "Field notes", a menu with Posts and About|baseURL = "https://notes.example/"\nlanguageCode = "en"\ntitle = "Field notes"\n\n[[menu.main]]\nname = "Posts"\nurl = "/posts/"\nweight = 1\n\n[[menu.main]]\nname = "About"\nurl = "/about/"\nweight = 2
'''

LANGUAGES = {"make": "makefile", "lines": "text", "braces": "text"}


def rows():
    for group, _, question, answer, check in cases(GROUPS, "configuration"):
        form = check.strip()
        if form == "make":
            answer = answer.replace("\\t", "\t")
        yield Row(question, answer, KIND, LANGUAGES.get(form, form), group, check)
