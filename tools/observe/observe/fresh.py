"""Fresh requests: the mistakes that the probes hold, at other sizes, with other characters, in other places.

A seed makes them, so that what the pack says is held to requests that nothing in it was written from.
"""

import random

from .probes import Probe, variant

WORDS = "amber birch cedar dune ember fjord grove heath islet juniper kelp lagoon meadow nectar orchard pebble quartz ripple".split()
LETTERS = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžłřğışćΩαβγабвгд東京日本語中文한국어العربית🚲🎉☕€—“”…"
CONTROLS = [o for o in range(0x01, 0x20) if o not in (0x0A, 0x0D)] + [0x7F]
MARKS = {"quote": '"', "less": "<", "greater": ">", "open-bracket": "[", "close-bracket": "]", "open-brace": "{", "close-brace": "}", "pipe": "|", "caret": "^", "backtick": "`", "backslash": "\\"}
METHODS = "GET POST PUT DELETE HEAD OPTIONS PATCH".split()
FRAMING = {"length-malformed", "coding-unknown", "space-before-colon", "folded", "host-doubled"}


class Maker:
    """Requests of every kind from one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.word = lambda: self.pick(WORDS)

    def size(self, low, high):
        """A size between the two, as likely between 1 and 2 KB as between 100 and 200 KB."""
        return int(low * (high / low) ** self.random.random())

    def places(self, text):
        """A text at three places of a target."""
        w = self.word
        return {
            "path": f"/{w()}/{w()}{text}{w()}",
            "value": f"/ok?{w()}={w()}{text}{w()}&{w()}=1",
            "name": f"/ok?{w()}{text}={w()}",
            "end": f"/ok?{w()}={w()}{text}",
        }

    def target(self, kind, texts, only=None):
        """A variant for each text at each place."""
        for number, text in enumerate(texts):
            for place, target in self.places(text).items():
                if not only or place in only:
                    yield kind, f"{kind}-{place}-{number}", {"line": f"GET {target} HTTP/1.1"}

    def letters(self):
        return "".join(self.pick(LETTERS) for _ in range(self.pick((1, 1, 2, 4))))

    def targets(self):
        hexed = lambda numbers: [f"{{hex {o:02X}}}" for o in numbers]
        yield from self.target("space", [" ", " and "])
        yield from self.target("control", hexed([9, *self.random.sample(CONTROLS, 3)]), ("path", "value"))
        yield from self.target("utf8", [self.letters() for _ in range(4)], ("path", "value"))
        yield from self.target("latin1", hexed(self.random.sample(range(0xA0, 0x100), 2)), ("path", "value"))
        yield from self.target("percent", ["%", f"%{self.pick('ghxyz')}{self.pick('0aq')}"])
        for name, mark in MARKS.items():
            # the braces of a hole would be read as one
            yield from self.target(name, hexed([ord(mark)]))
        yield from self.target("fragment", ["#"], ("path", "value", "end"))
        w = self.word
        for number, target in enumerate((w(), f"{w()}/{w()}?{w()}=1", f"{w()}.example.com/{w()}")):
            yield "slash-missing", f"slash-missing-{number}", {"line": f"GET {target} HTTP/1.1"}

    def sizes(self):
        for number in range(8):
            size = self.size(4_500, 4_000_000)
            yield "target-size", f"target-size-{size}-{number}", {"line": f"GET /ok?{self.word()}={{repeat {size} {self.pick('akz7')}}} HTTP/1.1"}
        for number in range(8):
            size = self.size(4_500, 4_000_000)
            yield "header-size", f"header-size-{size}-{number}", {"add": [f"X-{self.word().title()}: {{repeat {size} {self.pick('akz7')}}}"]}
        for number in range(6):
            size, one = self.size(9_000, 4_000_000), 3000
            yield "headers-size", f"headers-size-{size}-{number}", {"add": [f"X-{self.word().title()}-{n}: {{repeat {one} p}}" for n in range(size // one)]}
        for number in range(6):
            count = self.size(50, 990)  # more lines are not read
            yield "headers-number", f"headers-number-{count}-{number}", {"number": count}
        for number in range(3):
            size = self.size(200_000, 7_000_000)
            yield "body-size", f"body-size-{size}-{number}", {"line": "POST /ok HTTP/1.1", "body": f'"{{repeat {size} b}}"'}

    def line(self):
        for number in range(3):
            yield "method-lower", f"method-lower-{number}", {"line": f"{self.pick(METHODS[:4]).lower() if number else self.pick(METHODS[:4]).title()} /ok HTTP/1.1"}
            yield "method-unknown", f"method-unknown-{number}", {"line": f"{self.word().upper()} /ok HTTP/1.1"}
        for size in (self.size(18, 32), self.size(33, 200)):
            yield "method-long", f"method-long-{size}", {"line": f"{{repeat {size} Q}} /ok HTTP/1.1"}
        yield "connect", "connect", {"line": f"CONNECT /{self.word()}/{self.word()} HTTP/1.1"}
        versions = {
            "version-minor": [f"HTTP/1.{self.random.randint(2, 9)}"],
            "version-major": ["HTTP/3.0", "HTTP/2.1"],
            "version-short": [f"HTTP/{self.random.randint(1, 3)}"],
            "version-lower": ["Http/1.1", "http/1.0"],
            "version-odd": ["HTTP/1.1.1", "HTTP/x.y", "HTTPS/1.1", "HTTP1.1"],
        }
        for kind, all_versions in versions.items():
            for number, version in enumerate(all_versions):
                yield kind, f"{kind}-{number}", {"line": f"GET /{self.word()} {version}"}
        yield "version-missing", "version-missing", {"line": f"GET /{self.word()}?{self.word()}=1", "drop": ["Host", "User-Agent", "Accept"]}

    def hosts(self):
        w = self.word
        hosts = {
            "host-empty": [""],
            "host-scheme": [f"http://{w()}.example.com", f"https://{w()}.example.com/{w()}"],
            "host-path": [f"{w()}.example.com/{w()}", f"{w()}.example.com/"],
            "host-underscore": [f"{w()}_{w()}.example.com"],
            "host-space": [f"{w()} {w()}"],
            "host-letter": [f"{w()}{self.letters()}.example.com"],
            "host-port": [f"{w()}.example.com:{w()}", f"{w()}.example.com:{self.random.randint(65536, 900000)}", f"{w()}.example.com:80a"],
            "host-user": [f"{w()}:{w()}@example.com"],
            "host-mark": [f"{w()}{self.pick('{}<>|^`')}.example.com".replace("{", "{hex 7B}") , f"$%{w()}.example.com"],
            "host-ipv6": [f"fe80::{self.random.randint(1, 9)}"],
        }
        for kind, values in hosts.items():
            for number, value in enumerate(values):
                yield kind, f"{kind}-{number}", {"drop": ["Host"], "add": [f"Host: {value}"]}
        yield "host-missing", "host-missing", {"drop": ["Host"], "line": f"DELETE /{w()} HTTP/1.1"}
        yield "http10", "http10", {"drop": ["Host"], "line": f"GET /{w()} HTTP/1.0"}
        yield "host-doubled", "host-doubled", {"add": [f"Host: {w()}.example.com"]}

    def headers(self):
        w = self.word
        name = lambda: f"X-{w().title()}"
        lines = {
            "name-mark": [f"X-{w()}{mark}{w()}: 1" for mark in self.random.sample('()[]<>@,;"/?=|~', 6)] + [f"X-{w()}\\{w()}: 1"],
            "name-space": [f"X {w()}: 1", f"{w()} {w()} {w()}: {w()}"],
            "name-letter": [f"X-{w()}{self.letters()}: 1"],
            "name-control": [f"X-{w()}{{hex {self.pick(CONTROLS):02X}}}{w()}: 1" for _ in range(2)],
            "colon-missing-words": [f"{name()} {w()}", f"{w()} = {w()}", f"{w()} {w()} {w()}"],
            "colon-missing-word": [name(), w(), f"{name()}={w()}"],
            "no-name": [f": {w()}", f":{w()}"],
            "value-control": [f"{name()}: {w()}{{hex {o:02X}}}{w()}" for o in self.random.sample([o for o in CONTROLS if o != 9], 5)],
            "value-letter": [f"{name()}: {self.letters()}"],
            "space-before-colon": [f"{name()} : {w()}"],
            "folded": [f"{name()}: {w()}\r\n\t{w()}"],
            "cookie": [f"Cookie: {w()}; ={w()}; {w()}"],
            "range": [f"Range: bytes={w()}", f"Range: bytes {self.random.randint(1, 9)}-20", "Range: bytes=20-10"],
            "since": [f"If-Modified-Since: {self.pick(('tomorrow', '1700000000', '2025/01/02'))}"],
            "etag": [f"If-None-Match: {w()}-{w()}"],
            "expect": [f"Expect: {w()}"],
            "upgrade": ["Connection: keep-alive, Upgrade"],
            "accept": [f"Accept: {w()}"],
            "authorization-twice": [f"Authorization: Basic YTpi\r\nAuthorization: Bearer {w()}"],
        }
        for kind, all_lines in lines.items():
            for number, line in enumerate(all_lines):
                yield kind, f"{kind}-{number}", {"add": [line]}

    def bodies(self):
        yield "body-of-get", "body-of-get", {"line": f"GET /ok?{self.word()}=1 HTTP/1.1", "body": f'{{"{self.word()}":"{self.word()}"}}'}
        yield "body-of-head", "body-of-head", {"line": "HEAD /ok HTTP/1.1", "body": f'["{self.word()}"]'}
        yield "length-missing", "length-missing", {"line": "POST /ok HTTP/1.1"}
        for number, length in enumerate((f"-{self.random.randint(2, 90)}", f"{self.random.randint(2, 90)}a", "1.5")):
            yield "length-malformed", f"length-malformed-{number}", {"line": "POST /ok HTTP/1.1", "add": [f"Content-Length: {length}"]}
        yield "coding-unknown", "coding-unknown", {"line": "POST /ok HTTP/1.1", "add": [f"Transfer-Encoding: {self.word()}"]}


def load(seed):
    """All of them by kind, as probes that measure no rule."""
    maker, kinds = Maker(seed), {}
    for part in (maker.targets, maker.sizes, maker.line, maker.hosts, maker.headers, maker.bodies):
        for kind, name, spec in part():
            kinds.setdefault(kind, []).append(variant(name, spec))
    return [Probe(kind, kind, None, kind in FRAMING, tuple(own)) for kind, own in kinds.items()]
