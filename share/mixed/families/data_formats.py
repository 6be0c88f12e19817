"""Records turned from one format into another; both sides are written by the standard library or checked by it."""

import csv
import io
import json

from mixed.base import Row

KIND, LANGUAGE = "data", "data"

# name: (fields, rows)
TABLES = {
    "bikes": ("model,gears,price", "Comet,21,499|Drift,1,289|Nomad,11,1250"),
    "planets": ("planet,moons,ringed", "Mars,2,false|Saturn,146,true|Venus,0,false"),
    "invoices": ("number,customer,net", "2024-17,Okafor Ltd,120.50|2024-18,Bell & Sons,75.00"),
    "contacts": ("name,mail,city", "Inga Holm,inga@example.org,Bergen|Raj Patel,raj@example.com,Leeds"),
    "trains": ("line,from,to,minutes", "RE1,Aachen,Hamm,142|S3,Altona,Stade,61"),
    "plants": ("plant,water_days,light", "fern,3,shade|cactus,21,sun|ivy,5,half shade"),
    "servers": ("host,role,cpus,backup", "ada,web,4,true|bob,db,16,true|cid,test,2,false"),
    "films": ("title,year,minutes", "Metropolis,1927,153|Solaris,1972,167|Moon,2009,97"),
    "lab": ("sample,ph,clear", "A1,6.8,true|A2,7.4,false|B1,5.9,true"),
    "cheese": ("cheese,milk,months", "Comté,cow,12|Feta,sheep,2|Manchego,sheep,6"),
    "matches": ("home,away,goals_home,goals_away", "Lions,Bears,2,1|Foxes,Lions,0,0"),
    "rivers": ("river,km,mouth", "Elbe,1094,North Sea|Po,652,Adriatic"),
    "tickets": ("id,status,owner,hours", "481,open,mei,3|482,done,sam,1.5|490,open,sam,0"),
    "rooms": ("room,seats,projector", "Blue,12,true|Attic,6,false"),
    "coffee": ("origin,altitude,notes", "Huila,1750,plum and cocoa|Sidama,2000,jasmine"),
    "drones": ("serial,battery,grounded", "QX-9,83,false|QX-11,12,true"),
    "budget": ("post,planned,spent", "travel,900,1012|paper,150,96|rent,4800,4800"),
    "choir": ("singer,voice,years", "Lena,alto,4|Tomás,bass,11|Yuki,soprano,1"),
    "ports": ("service,port,protocol", "ssh,22,tcp|dns,53,udp|ntp,123,udp"),
    "walks": ("trail,km,climb", "Otter Loop,8.5,210|High Ridge,14.2,980"),
    "fonts": ("family,serif,weights", "Vollkorn,true,5|Inter,false,9"),
    "books": ("isbn,title,pages", "978-0-14-044913-6,Candide,144|978-0-19-953556-9,Emma,448"),
}


def value(text):
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def records(name):
    fields, lines = TABLES[name]
    return [dict(zip(fields.split(","), map(value, line.split(",")))) for line in lines.split("|")]


def plain(item):
    return str(item).lower() if isinstance(item, bool) else str(item)


def as_csv(rows, separator=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([plain(item) for item in row.values()] for row in rows)
    return out.getvalue().rstrip("\n")


def as_json(rows):
    return "[\n" + ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"


def as_jsonl(rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def scalar(item):
    text = plain(item)
    return json.dumps(text) if isinstance(item, str) and (not text.replace(" ", "").isalpha() or ": " in text) else text


def as_yaml(rows):
    lines = []
    for row in rows:
        for i, (key, item) in enumerate(row.items()):
            lines.append(("- " if i == 0 else "  ") + f"{key}: {scalar(item)}")
    return "\n".join(lines)


def as_toml(rows, table):
    blocks = []
    for row in rows:
        lines = [f"[[{table}]]"]
        for key, item in row.items():
            lines.append(f"{key} = {json.dumps(item, ensure_ascii=False) if isinstance(item, str) else plain(item)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_xml(rows, table):
    def safe(text):
        return plain(text).replace("&", "&amp;").replace("<", "&lt;")
    lines = [f"<{table}>"]
    for row in rows:
        lines.append("  <row>")
        lines += [f"    <{key}>{safe(item)}</{key}>" for key, item in row.items()]
        lines.append("  </row>")
    return "\n".join(lines + [f"</{table}>"])


def as_markdown(rows):
    heads = list(rows[0])
    right = [not isinstance(rows[0][head], (str, bool)) for head in heads]
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join(" ---: " if r else " --- " for r in right) + "|"]
    return "\n".join(lines + ["| " + " | ".join(plain(item) for item in row.values()) + " |" for row in rows])


def as_sql(rows, table):
    def literal(item):
        return "'" + item.replace("'", "''") + "'" if isinstance(item, str) else plain(item).upper() \
            if isinstance(item, bool) else str(item)
    lines = ",\n".join("  (" + ", ".join(map(literal, row.values())) + ")" for row in rows)
    return f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES\n{lines};"


def as_python(rows):
    return "[\n" + "".join(f"    {row!r},\n" for row in rows) + "]"


def as_columns(rows):
    return json.dumps({key: [row[key] for row in rows] for key in rows[0]}, ensure_ascii=False)


def as_keyed(rows):
    first = next(iter(rows[0]))
    return "{\n" + ",\n".join(
        f"  {json.dumps(str(row[first]), ensure_ascii=False)}: "
        + json.dumps({key: item for key, item in row.items() if key != first}, ensure_ascii=False)
        for row in rows) + "\n}"


def as_html(rows):
    def line(tag, items):
        return "  <tr>" + "".join(f"<{tag}>{plain(item).replace('&', '&amp;')}</{tag}>" for item in items) + "</tr>"
    return "\n".join(["<table>", line("th", rows[0])] + [line("td", row.values()) for row in rows] + ["</table>"])


def as_env(rows):
    first = next(iter(rows[0]))
    return "\n".join(
        f"{''.join(ch if ch.isalnum() else '_' for ch in str(row[first])).upper()}_{key.upper()}={env(item)}"
        for row in rows for key, item in row.items() if key != first)


def env(item):
    text = plain(item)
    return f'"{text}"' if any(ch in text for ch in " &") else text


# (from, to, question); {t} is the table's name
TASKS = (
    ("csv", "json", "Convert this CSV to JSON (numbers and booleans typed):\n\n{x}"),
    ("json", "csv", "{x}\n\nas CSV with a header, please"),
    ("csv", "yaml", "turn into a YAML list:\n{x}"),
    ("yaml", "json", "The config loader only reads JSON. Translate:\n\n{x}"),
    ("json", "markdown", "Make a Markdown table of this, numbers right-aligned.\n\n{x}"),
    ("markdown", "jsonl", "{x}\n\nOne JSON object per line, keep the types."),
    ("csv", "sql", "Write one INSERT for the table {t} with these rows:\n\n{x}"),
    ("xml", "json", "I get this XML from a supplier. What would the same data look like as a JSON array?\n\n{x}"),
    ("json", "toml", "Put these into TOML as an array of tables called {t}.\n\n{x}"),
    ("yaml", "xml", "Old importer, needs XML: root element <{t}>, one <row> per item.\n\n{x}"),
    ("csv", "python", "Give me this as a Python literal, a list of dicts:\n\n{x}"),
    ("json", "columns", "Pivot from records to columns (one array per field):\n\n{x}"),
    ("csv", "keyed", "JSON object keyed by the first column, the rest as the value:\n\n{x}"),
    ("json", "html", "A plain HTML table, no styling. Data:\n\n{x}"),
    ("semicolons", "csv", "Excel gave me semicolons. Commas instead, quote only where needed:\n\n{x}"),
    ("toml", "yaml", "{x}\n\nSame in YAML, just the list."),
    ("jsonl", "csv", "jsonl -> tsv? no, csv please:\n{x}"),
    ("csv", "env", "I need environment variables of the form FIRSTCOLUMN_FIELD=value (capitals, other characters as _):\n\n{x}"),
)


def write(rows, form, table):
    makers = {"csv": as_csv, "json": as_json, "jsonl": as_jsonl, "yaml": as_yaml, "markdown": as_markdown,
              "python": as_python, "columns": as_columns, "keyed": as_keyed, "html": as_html, "env": as_env,
              "semicolons": lambda rows: as_csv(rows, ";")}
    named = {"toml": as_toml, "xml": as_xml, "sql": as_sql}
    return named[form](rows, table) if form in named else makers[form](rows)


def rows():
    for t, table in enumerate(TABLES):
        for k in range(8):
            source, target, question = TASKS[(t * 7 + k * 5) % len(TASKS)]
            data = records(table)
            data = data[k % len(data):] + data[:k % len(data)]
            answer = write(data, target, table)
            yield Row(question.format(x=write(data, source, table), t=table), answer, KIND,
                      {"columns": "json", "keyed": "json", "jsonl": "json"}.get(target, target),
                      f"data/{table}", (target, data))
