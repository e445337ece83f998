#!/usr/bin/env bash
# DoWhy 0.14: importing it replaces the interpreter's display hook for the whole process.
#
# Expected: an import leaves sys.displayhook alone, and ["a", "b"] echoes with its quotes.
# Seen: after `import dowhy` the hook is SymPy's printer, set up as its module loads, and a list of strings echoes
# as [a, b]: text can no longer be told from names, and transcripts differ by whether DoWhy was imported first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check dowhy==0.14 sympy==1.14.0
"$work/env/bin/python" - <<'PY'
import contextlib
import io
import sys
from importlib.metadata import version


def echoed(value):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        sys.displayhook(value)
    return out.getvalue().strip()


before, hook = echoed(["a", "b"]), sys.displayhook
import dowhy  # noqa: E402, F401

after = echoed(["a", "b"])
print("dowhy", version("dowhy"), "sympy", version("sympy"))
print("before:", before, " after:", after, " hook:", sys.displayhook.__module__)
assert before == "['a', 'b']"
assert sys.displayhook is not hook, "the hook is left alone now"
assert after == "[a, b]", "strings echo as they did"
PY
