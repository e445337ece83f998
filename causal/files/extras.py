"""Libraries that only some folders need: imported where they are used, with the command that installs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from causal.errors import DataError


def library(module: str, extra: str, purpose: str) -> Any:
    """Give a module of an optional extra; raise DataError naming the command that brings it."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = module.partition(".")[0]
        raise DataError(
            f"{purpose} needs {missing}, which is not installed: run pip install 'causal[{extra}]'"
        ) from error
