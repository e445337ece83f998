#!/usr/bin/env bash
# rddensity 3.0, lpdensity 3.0.0: importing either turns FutureWarning and DeprecationWarning off for the whole process.
#
# Expected: an import leaves the filters of warnings as the program set them, and a FutureWarning of other code is shown.
# Seen: their modules call warnings.simplefilter and filterwarnings as they load, outside of any context, so that "ignore"
# stands before the program's own filters: even one that made such warnings errors no longer has a say. An import inside
# warnings.catch_warnings() keeps the filters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check rddensity==3.0 lpdensity==3.0.0 numpy==2.4.6 pandas==3.1.1 scipy==1.15.3
cat >"$work/seen.py" <<'PY'
import sys
import warnings
from importlib import import_module

warnings.simplefilter("error", FutureWarning)
warnings.simplefilter("error", DeprecationWarning)
import_module(sys.argv[1])
for kind in (FutureWarning, DeprecationWarning):
    try:
        warnings.warn("of other code", kind, stacklevel=1)
    except kind:
        print(kind.__name__, "raised", end="; ")
    else:
        print(kind.__name__, "ignored", end="; ")
PY
"$work/env/bin/python" -c 'from importlib.metadata import version; print("rddensity", version("rddensity"), "lpdensity", version("lpdensity"))'
for module in scipy.stats rddensity lpdensity; do
    seen=$("$work/env/bin/python" "$work/seen.py" "$module")
    echo "after import $module: $seen"
    case $module in
    scipy.stats) [ "$seen" = "FutureWarning raised; DeprecationWarning raised; " ] || exit 1 ;;
    *) [ "$seen" = "FutureWarning ignored; DeprecationWarning ignored; " ] || { echo "the filters are left alone now"; exit 1; } ;;
    esac
done
