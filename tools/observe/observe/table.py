"""`TABLE.md`: per probe how many servers refuse it, and which; per server its limits and characters."""

from collections import Counter
from pathlib import Path

from . import probes, store

FILES = {"target": "Target", "line": "Method and version", "host": "Host", "header": "Headers", "body": "Body"}


def write(here: Path):
    """Writes the table anew from the recorded files."""
    servers = {p.stem: store.read(p) for p in sorted((here / "measured").glob("*.toml"))}
    out = [
        "# What the measured servers answer",
        "",
        "Written by `tools/observe/run` from `measured/`: edit neither. A server counts with its newest version only.",
        "",
        f"{len(servers)} servers: " + ", ".join(f"{s['title']} {s['measured'][0]['version']}" for s in servers.values()) + ".",
    ]
    for stem, heading in FILES.items():
        rows = [row(probe, servers) for probe in probes.read_file(here / "probes" / f"{stem}.toml").values()]
        out += ["", f"## {heading}", "", "| what is wrong | refused | answers | by whom |", "|---|---|---|---|", *rows]
    (here / "TABLE.md").write_text("\n".join([*out, *limits(servers), *characters(servers)]) + "\n")


def row(probe, servers):
    """One probe's line."""
    title = probe.title.replace("|", r"\|")
    refused, accepted, mixed = {}, [], {}
    for name, server in servers.items():
        block = server["measured"][0]
        if probe.id in block.get("answers", {}):
            answer = block["answers"][probe.id]
            if answer == "accepted":
                accepted.append(name)
            else:
                refused[name] = answer
        elif probe.id in block.get("differing", {}):
            mixed[name] = block["differing"][probe.id]
    for name in list(mixed):
        if "accepted" not in mixed[name].values():  # refused each time, with different answers
            refused[name] = next(iter(mixed.pop(name).values()))
    answers = ", ".join(f"{a} {n}" for a, n in Counter(map(str, refused.values())).most_common())
    if probe.framing:
        return f"| {title} (`{probe.id}`) | {len(refused)} | {answers} | {', '.join(refused)} |"
    count = len(refused) + len(accepted) + len(mixed)
    if len(refused) > len(accepted):
        who = ["not " + ", ".join(accepted)] if accepted else []
    else:
        who = [", ".join(refused)] if refused else []
    if mixed:
        each = (f"{n} ({', '.join(f'{v} {a}' for v, a in m.items())})" for n, m in mixed.items())
        who.append("differing: " + ", ".join(each))
    return f"| {title} (`{probe.id}`) | {len(refused)} of {count} | {answers} | {'; '.join(who)} |"


def limits(servers):
    """The largest sizes accepted."""
    names = ["target", "header", "headers", "header-count", "body"]
    out = ["", "## Limits", "", "The largest size accepted and, after the slash, the answer to more, or that another limit refused it. Sizes in bytes, found by bisection to 1 in 256.", "A dash: the largest tried was accepted (4 MiB, 8,192 headers, a body of 8 MiB).", ""]
    out += ["| server | target | one header | all headers | number of headers | body |", "|---|---|---|---|---|---|"]
    for name, server in servers.items():
        if "note" in server:
            continue
        cells = []
        for limit in names:
            found = server.get("limits", {}).get(limit)
            cells.append(f"{found.get('bytes', found.get('count')):,} / {found.get('answer', 'another limit')}" if found else "–")
        out.append(f"| {name} | " + " | ".join(cells) + " |")
    return out


def characters(servers):
    """The octets refused."""
    out = ["", "## Octets that are refused", "", "One octet between two letters, in hex. CR, LF and NUL were not sent; 80 to FF alone are not valid UTF-8.", ""]
    out += ["| server | path | query | header name | header value |", "|---|---|---|---|---|"]
    for name, server in servers.items():
        if "note" in server:
            continue
        found = server.get("characters", {})
        cells = [found.get(place, {}).get("refused", "–") for place in ("path", "query", "header-name", "header-value")]
        out.append(f"| {name} | " + " | ".join(cells) + " |")
    return out
