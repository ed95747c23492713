"""A server as `servers/NAME/server.toml` describes it: installed, started on loopback, stopped."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from . import install, wire

HERE = Path(__file__).resolve().parent
KEYS = {"title", "of", "kind", "version", "source", "install", "files", "build", "run", "gateway", "start", "settings", "env", "serial"}
HELLO = b"GET /ok HTTP/1.1\r\nHost: api.example.com\r\n\r\n"


def free_port():
    """A free port of loopback."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Program:
    """One server. `with program as port:` runs it."""

    def __init__(self, folder: Path, cache: Path):
        self.name, self.folder, self.cache = folder.name, folder, cache
        self.spec = tomllib.loads((folder / "server.toml").read_text())
        if unknown := self.spec.keys() - KEYS:
            raise SystemExit(f"{folder}/server.toml: unknown key `{min(unknown)}`")
        self.children = []

    def fill(self, text):
        """A text of the description with its holes filled: `{port}`, `{dir}`, `{pypi}` …"""
        for name, value in self.holes.items():
            text = text.replace("{" + name + "}", value)
        return text

    def spawn(self, command, log):
        """Starts a child in a process group of its own."""
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.dir, env=self.env, start_new_session=True)
        self.children.append(child)

    def __enter__(self):
        places = install.install(self.spec["install"], self.cache)
        self.temporary = tempfile.TemporaryDirectory(prefix=f"observe-{self.name}-", ignore_cleanup_errors=True)
        self.dir = self.temporary.name
        os.chmod(self.dir, 0o755)
        built = self.cache / "built" / self.name
        port, backend = free_port(), free_port()
        self.holes = {"port": str(port), "backend": str(backend), "dir": self.dir, "here": str(self.folder), "shared": str(self.folder.parent / "shared"), "built": str(built), **places}
        self.env = install.environment(places) | {k: self.fill(v) for k, v in self.spec.get("env", {}).items()}
        for file in self.spec.get("files", []):
            Path(self.dir, file).write_text(self.fill((self.folder / file).read_text()))
        if not built.exists() and "build" in self.spec:
            built.mkdir(parents=True)
            try:
                for command in self.spec["build"]:
                    install.quiet([self.fill(word) for word in command], cwd=self.folder, env=self.env)
            except BaseException:
                subprocess.run(["rm", "-rf", built], check=True)
                raise
        self.log = Path(self.dir, "log")
        with self.log.open("wb") as log:
            if self.spec.get("gateway"):
                self.spawn([sys.executable, str(HERE / "backend.py"), str(backend)], log)
            self.spawn([self.fill(word) for word in self.spec["run"]], log)
        try:
            self.wait(port)
        except BaseException:
            self.__exit__()
            raise
        return port

    def wait(self, port):
        """Until it answers as the handler should, at most `start` seconds."""
        end = time.monotonic() + self.spec.get("start", 40)
        said = "nothing"
        while time.monotonic() < end:
            try:
                answer = wire.exchange(port, HELLO, patience=2)
                if answer.outcome == 200:
                    return
                said = answer.status_line or answer.outcome
            except OSError as error:
                said = str(error)
            time.sleep(0.3)
        raise RuntimeError(f"{self.name} did not start: {said}\n" + self.log.read_text(errors="replace")[-1500:])

    def __exit__(self, *_):
        for child in self.children:
            for kind in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(child.pid, kind)
                except ProcessLookupError:
                    break
                try:
                    child.wait(5)
                    break
                except subprocess.TimeoutExpired:
                    pass
        self.children = []
        self.temporary.cleanup()
