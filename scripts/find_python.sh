#!/bin/sh
# Print the first Python on PATH that can make this project's environment: 3.11 or newer, with venv and ensurepip.
# PYTHON=/path/to/python chooses one. Otherwise says what is missing, and leaves with 1.
set -u
too_old=""
without_venv=""

for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    command -v "$name" >/dev/null 2>&1 || continue
    # A name may be on PATH and start nothing (version managers leave such); then there is no version to print.
    version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        too_old="$too_old $name ($version)"
    elif ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
        without_venv="$version"
    else
        echo "$name"
        exit 0
    fi
done

if [ -n "$without_venv" ]; then
    echo "Python $without_venv is here, but without the module venv (or ensurepip), which makes environments." >&2
    echo "On Debian and Ubuntu: apt-get install python3-venv (or python$without_venv-venv). Then run make again." >&2
elif [ -n "$too_old" ]; then
    echo "Muster needs Python 3.11 or newer. Found only:$too_old." >&2
    echo "Install a newer one, or name it: make PYTHON=/path/to/python3.13 ..." >&2
else
    echo "Muster needs Python 3.11 or newer, and none was found${PYTHON:+ under the name $PYTHON}." >&2
    echo "On Debian and Ubuntu: apt-get install python3 python3-venv. Then run make again." >&2
fi
exit 1
