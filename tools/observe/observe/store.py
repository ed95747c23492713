"""The recorded files: `measured/NAME.toml`, and the answers themselves in `measured/answers/NAME.toml`."""

import datetime
import json
import tomllib
from pathlib import Path


def toml(value):
    """A value in TOML, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key(k)} = {toml(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else str(value)


def key(name):
    """A key, quoted where it has to be."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)


def ranges(numbers):
    """`{9, 32, 33, 34}` as `09 20-22`."""
    out, numbers = [], sorted(numbers)
    while numbers:
        end = 0
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        out.append(f"{numbers[0]:02X}" if end == 0 else f"{numbers[0]:02X}-{numbers[end]:02X}")
        numbers = numbers[end + 1 :]
    return " ".join(out)


def summary(probes, answers):
    """Per probe its one answer; where its variants differ, the answer of each. Framing: refusals alone."""
    same, differ = {}, {}
    for probe in probes:
        own = {v.name: answers[probe.id, v.name].verdict for v in probe.variants if (probe.id, v.name) in answers}
        if probe.framing:
            own = {n: v for n, v in own.items() if v not in ("accepted", "silent")}
        if not own:
            continue
        if len(own) == len(probe.variants) and len(set(map(str, own.values()))) == 1:
            same[probe.id] = next(iter(own.values()))
        elif not probe.framing or own:
            differ[probe.id] = own
    return same, differ


def record(program, probes, answers, unstable, characters, limits):
    """What is kept of one measurement, as `read` gives it back."""
    spec = program.spec
    same, differ = summary(probes, answers)
    settings = spec.get("settings", {})
    kept = {}
    for name, limit in limits.items():
        if limit:
            unit = "count" if name == "header-count" else "bytes"
            kept[name] = {unit: limit[0]}
            if limit[1] is None:
                continue
            kept[name] |= {"refused": limit[1], "answer": limit[2]}
            if name in settings:
                kept[name]["setting"] = settings[name]
    refused = {place: {"refused": ranges(octets), "answers": sorted(statuses, key=str)} for place, (octets, statuses) in characters.items() if octets}
    measured = {"version": spec["version"], "on": datetime.datetime.now(datetime.timezone.utc).date(), "answers": same, "differing": differ, "unstable": unstable}
    return {"title": spec["title"], "kind": spec["kind"], "source": spec["source"], "limits": kept, "characters": refused, "measured": [measured]}


def read(path: Path):
    """A recorded file, or None."""
    return tomllib.loads(path.read_text()) if path.exists() else None


def merge(new, old):
    """The new measurement among those of other versions, newest version first; the rest is the newest version's."""
    version = new["measured"][0]["version"]
    others = [m for m in (old or {}).get("measured", []) if m["version"] != version]
    blocks = sorted(new["measured"] + others, key=lambda m: order(m["version"]), reverse=True)
    return (new if blocks[0]["version"] == version else old) | {"measured": blocks}


def order(version):
    """`1.22.1` as numbers that sort."""
    return [int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")]


def earlier(old, version):
    """The recorded file with the block of this version in front, or else as it is."""
    blocks = old["measured"] if old else []
    same = [m for m in blocks if m["version"] == version]
    return old | {"measured": same + [m for m in blocks if m not in same]} if old else None


def text(data):
    """A recorded file's text."""
    out = [f"{name} = {toml(data[name])}" for name in ("title", "kind", "source", "note") if name in data]
    for table in ("limits", "characters"):
        if data.get(table):
            out += ["", f"[{table}]"] + [f"{key(k)} = {toml(v)}" for k, v in data[table].items()]
    for block in data["measured"]:
        out += ["", "[[measured]]", f"version = {toml(block['version'])}", f"on = {block['on']}"]
        if block.get("unstable"):
            out.append(f"unstable = {toml(block['unstable'])}")
        for table in ("answers", "differing"):
            if block.get(table):
                out += [f"[measured.{table}]"] + [f"{key(k)} = {toml(v)}" for k, v in block[table].items()]
    return "\n".join(out) + "\n"


def answers_text(answers):
    """The error answers, each kind once: status line, headers in order, the first 200 bytes, and which probes got it."""
    kinds = {}
    for (_, variant), answer in answers.items():
        if isinstance(answer.outcome, int) and answer.outcome >= 400:
            told = {n.lower(): v for n, v in answer.headers}
            server, content = told.get("server", ""), told.get("content-type", "")
            by = "application" if answer.by_application else "server"
            kind = (answer.status_line, tuple(n for n, _ in answer.headers), server, content, answer.body, by)
            kinds.setdefault(kind, []).append(variant)
    out = []
    for (line, names, server, content, body, by), variants in kinds.items():
        out.append("[[answer]]")
        out += [f"{k} = {toml(v)}" for k, v in (("status", line), ("headers", names), ("server", server), ("content-type", content), ("body", body), ("by", by), ("variants", variants))]
        out.append("")
    return "\n".join(out)


def fresh_text(seed, version, answers):
    """The answers to the fresh requests of one seed, by variant; see `fresh`."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    lines = [f"seed = {seed}", f"version = {toml(version)}", f"on = {today}", "", "[answers]"]
    return "\n".join(lines + [f"{key(name)} = {toml(answer)}" for name, answer in answers.items()]) + "\n"


def changes(old, new):
    """What differs between two recorded files, a line each."""
    if old is None:
        return ["not recorded before"]
    out = []

    def compare(where, a, b):
        for name in sorted(a.keys() | b.keys()):
            x, y = a.get(name), b.get(name)
            if x != y:
                out.append(f"{where} {name}: {toml(x) if x is not None else 'none'} -> {toml(y) if y is not None else 'none'}")

    before, after = old["measured"][0], new["measured"][0]
    if before["version"] != after["version"]:
        out.append(f"version: {before['version']} -> {after['version']}")
    compare("answer", before.get("answers", {}), after.get("answers", {}))
    compare("differing", before.get("differing", {}), after.get("differing", {}))
    compare("limit", old.get("limits", {}), new.get("limits", {}))
    compare("characters", old.get("characters", {}), new.get("characters", {}))
    return out
