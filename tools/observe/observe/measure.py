"""All that is asked of one running server: the probes twice, characters, limits."""

from concurrent.futures import ThreadPoolExecutor

from . import wire
from .probes import request

CEILING = 800  # requests to one server in one run
AT_ONCE = 3
LARGEST = 4 << 20  # bytes of a target, of one header, of all headers: Go takes a little more than 1 MiB

CONTROLS = [o for o in range(0x01, 0x20) if o not in (0x09, 0x0A, 0x0D)] + [0x7F]
HIGH = list(range(0x80, 0x100))
LETTERS = [o for o in range(0x30, 0x7B) if chr(o).isalnum()]
MARKS = [o for o in range(0x21, 0x7F) if o not in LETTERS]
# Where a request holds an octet, and which octets would be something else there: they divide, or are probes of their own.
PLACES = {
    "path": (lambda o: {"line": b"GET /x" + o + b"x HTTP/1.1"}, b" ?#"),
    "query": (lambda o: {"line": b"GET /ok?q=x" + o + b"x HTTP/1.1"}, b" #"),
    "header-name": (lambda o: {"add": b"X-" + o + b"x: 1"}, b" :"),
    "header-value": (lambda o: {"add": b"X-Note: x" + o + b"x"}, b""),
}
# Where a block of controls or high octets is refused as a whole, its ends and these are tried again, each by itself.
SAMPLES = {0x01, 0x08, 0x0B, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0xA0, 0xBF, 0xC3, 0xE9, 0xF0, 0xFF}


class Measurement:
    """The requests to one server, counted."""

    def __init__(self, port, at_once=AT_ONCE):
        self.port, self.at_once, self.sent = port, at_once, 0

    def ask(self, send, then=b""):
        """One request, unless too many were sent."""
        self.sent += 1
        if self.sent > CEILING:
            raise RuntimeError(f"more than {CEILING} requests to one server")
        return wire.exchange(self.port, send, then)

    def probes(self, probes):
        """Each variant twice: `{(probe, variant): Answer}` where both times gave the same, and the names of the others."""
        variants = [(p, v) for p in probes for v in p.variants]
        with ThreadPoolExecutor(self.at_once) as pool:
            passes = [list(pool.map(lambda pv: self.ask(pv[1].send, pv[1].then), variants)) for _ in range(2)]
        answers, unstable = {}, []
        for (probe, variant), first, second in zip(variants, *passes):
            if (first.verdict, first.outcome) == (second.verdict, second.outcome):
                answers[probe.id, variant.name] = first
            else:
                unstable.append(variant.name)
        return answers, unstable

    def characters(self):
        """Per place the octets that are refused, and the answers that refused them."""
        found = {}
        for place, (put, apart) in PLACES.items():
            refused, answers = set(), set()

            def accepts(group):
                joined = b"x".join(bytes([o]) for o in group)
                answer = self.ask(with_octets(put(joined)))
                if not answer.accepted and len(group) == 1:
                    answers.add(answer.outcome)
                return answer.accepted

            def split(group, sample):
                if not group or accepts(group):
                    return
                if len(group) == 1:
                    refused.add(group[0])
                    return
                alone = [o for o in group if o in SAMPLES or o in (group[0], group[-1])]
                if sample and len(group) > 2 * len(alone) and not any(accepts([o]) for o in alone):
                    refused.update(group)
                    return
                half = len(group) // 2
                split(group[:half], sample)
                split(group[half:], sample)

            for group, sample in ((LETTERS, False), (MARKS, False), ([0x20], False), ([0x09], False), (CONTROLS, True), (HIGH, True)):
                split([o for o in group if o not in apart], sample)
            found[place] = (refused, answers)
        return found

    def limits(self):
        """The largest size accepted and the smallest refused, within a 256th; None where the largest tried is accepted."""
        found = {}
        found["target"] = self.bisect(lambda n: build(line=f"GET /ok?q={'x' * (n - 6)} HTTP/1.1"), 1 << 10, LARGEST)
        found["header"] = self.bisect(lambda n: build(add=["X-Big: " + "h" * (n - 7)]), 1 << 10, LARGEST)
        found["header-count"] = self.bisect(lambda n: build(number=n - 3), 1 << 5, 1 << 13)
        one = min((found["header"] or (LARGEST,))[0] // 2, 16_000)
        found["headers"] = self.bisect(lambda n: build(add=lines(n, one)), 1 << 11, LARGEST)
        found["body"] = self.bisect(lambda n: build(line="POST /ok HTTP/1.1", body="x" * n, drop=["Content-Type"], add=["Content-Type: text/plain"]), 1 << 14, 8 << 20)
        return apart(found, one)

    def bisect(self, make, low, high):
        """(accepted, refused, answer) around the limit between `low` and `high`."""
        answer = self.ask(make(high))
        if answer.accepted:
            return None
        if not self.ask(make(low)).accepted:
            return (0, low, answer.outcome)
        last = answer
        # Over the powers of two first, then between two of them.
        while high > 2 * low:
            middle = 1 << ((low.bit_length() + high.bit_length() - 2) // 2)
            last, low, high = self.step(make, low, middle, high, last)
        finest = max(high // 256, 1)
        while high - low > finest:
            last, low, high = self.step(make, low, (low + high) // 2, high, last)
        return (low, high, last.outcome)

    def step(self, make, low, middle, high, last):
        """One halving: the refusal seen last, and the two edges."""
        answer = self.ask(make(middle))
        return (last, middle, high) if answer.accepted else (answer, low, middle)


def apart(found, one):
    """Where the number of headers was what was refused, the largest size that was accepted, with nothing said of a larger one;
    and the other way round."""
    count, total = found["header-count"], found["headers"]
    if count and total:
        if len(lines(total[1], one)) + 3 > count[0]:
            found["headers"] = (total[0], None, None)
        elif total[0] * 0.99 < len(build(number=count[1] - 3)) - len("GET /ok HTTP/1.1\r\n\r\n"):
            found["header-count"] = (count[0], None, None)
    return found


def build(**keys):
    """One request, whole."""
    head, body = request(**keys)
    return head + body


def with_octets(spec):
    """A request with raw octets in its line or in one more header."""
    if "line" in spec:
        return spec["line"] + build(line="")
    return build()[:-2] + spec["add"] + b"\r\n\r\n"


def lines(total, one):
    """Header lines of at most `one` bytes that make `total` bytes together with the three that every request has."""
    left, out = total - 60, []
    while left > 0:
        size = min(one, max(left, 16))
        out.append(f"X-H{len(out):04}: " + "h" * max(size - 11, 1))
        left -= size
    return out
