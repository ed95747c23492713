"""Probes: requests with one thing wrong, read from `probes/*.toml` and turned into bytes."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

HOLE = re.compile(r"\{(hex|repeat) ([^{}]+)\}")
HEADERS = ["Host: api.example.com", "User-Agent: observe/1", "Accept: */*"]
VARIANT_KEYS = {"line", "add", "drop", "number", "body", "raw-body", "raw", "wait"}


@dataclass(frozen=True)
class Variant:
    """One request of a probe: the bytes to send, and those to send after `100 Continue` or a second."""

    name: str
    send: bytes
    then: bytes = b""


@dataclass(frozen=True)
class Probe:
    """One thing that is wrong. Of a framing probe only refusals are recorded. `rule` is what it measures of the pack."""

    id: str
    title: str
    rule: str | None
    framing: bool
    variants: tuple


def octets(text):
    """A probe's text as bytes: UTF-8, with `{hex 0D0A}` and `{repeat 9000 x}` filled in."""
    out, last = b"", 0
    for hole in HOLE.finditer(text):
        out += text[last : hole.start()].encode()
        kind, argument = hole.groups()
        if kind == "hex":
            out += bytes.fromhex(argument.replace(" ", ""))
        else:
            times, what = argument.split(" ", 1)
            out += what.encode() * int(times)
        last = hole.end()
    return out + text[last:].encode()


def request(line="GET /ok HTTP/1.1", add=(), drop=(), number=0, body=None, raw_body=""):
    """The head and the body of one request, apart. Names in `drop` are left out; then `add` follows."""
    headers = list(HEADERS)
    content = octets(body) if body is not None else b""
    if body is not None:
        headers += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    headers = [h for h in headers if h.split(":")[0] not in drop]
    headers += [f"X-N{i}: {i}" for i in range(number)]
    head = b"\r\n".join(octets(h) for h in [line, *headers, *add]) + b"\r\n\r\n"
    return head, content + octets(raw_body)


def variant(name, spec):
    """A variant as its file has it: a request line, or a table."""
    if isinstance(spec, str):
        spec = {"line": spec}
    if unknown := spec.keys() - VARIANT_KEYS:
        raise SystemExit(f"variant `{name}`: unknown key `{min(unknown)}`")
    if "raw" in spec:
        return Variant(name, octets(spec["raw"]))
    keys = {k.replace("-", "_"): v for k, v in spec.items() if k != "wait"}
    head, body = request(**keys)
    return Variant(name, head, body) if spec.get("wait") else Variant(name, head + body)


def read_file(path: Path):
    """The probes of one file, by id."""
    found = {}
    for id, spec in tomllib.loads(path.read_text()).items():
        variants = tuple(variant(n, v) for n, v in spec["variants"].items())
        found[id] = Probe(id, spec["title"], spec.get("rule"), spec.get("framing", False), variants)
    return found


def load(folder: Path):
    """All probes, in the order of their files."""
    probes = {}
    for path in sorted(folder.glob("*.toml")):
        found = read_file(path)
        if twice := probes.keys() & found.keys():
            raise SystemExit(f"{path}: `{min(twice)}` is defined twice")
        probes |= found
    return probes
