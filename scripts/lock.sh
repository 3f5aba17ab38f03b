#!/bin/sh
# Write the lock files again from pyproject.toml and package.json. For maintainers; everybody else installs from them.
# $1 is the Python to run uv with. UPGRADE=1 takes the newest allowed versions; without it what is locked stays.
# Only packages that have wheels are taken, so that installing needs no compiler. The files name no host: pip takes
# them from the index it is set up for, and the hashes say whether it brought the right thing.
set -eu
cd "$(dirname "$0")/.."
python=$1

lock() { # file, then what goes into it
    file=$1
    shift
    "$python" -m uv pip compile "$@" --output-file "$file" --quiet ${UPGRADE:+--upgrade} \
        --universal --python-version 3.11 --generate-hashes --only-binary :all: \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
}

lock requirements.txt pyproject.toml --group build
# The development lock holds the runtime one too, in the same versions.
lock requirements-dev.txt pyproject.toml --group build --group dev --constraint requirements.txt
lock requirements-node.txt --group node

sh scripts/npm.sh "$python" install --package-lock-only
