"""Tables on the pages whose content comes from the code: `python -m docs.generated` writes them anew, between their marks.

`<!-- generated: keys graph -->` begins the table of every key of graph.yaml, `keys claims check_change` and `keys sources
from_http` those of one check or kind of source; `readings` is the table of the keys on a check's readings, `thresholds` that of the rubric, `known-truth` that of the real data whose truth is known, `sizes` that of how much a report may hold, `functions` that of the formula
language, `command build` what `causal build --help` prints, and `open-set checks FOLDER` the members of an open set,
each linked to its page where FOLDER, beside the page, has one. `<!-- end of generated -->` ends each. A test fails where a page is behind the code.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DOCS = Path(__file__).resolve().parent
MARKED = re.compile(r"(<!-- generated: ([^\n]+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)


def generated(page: Path) -> str:
    """Give the text of a page with what stands between its marks as the code has it now."""

    def renewed(found: re.Match[str]) -> str:
        kind, *words = found[2].split()
        lines = "\n".join(KINDS[kind](page, *words)).strip("\n")
        return f"{found[1]}\n{lines}\n\n{found[3]}"

    return MARKED.sub(renewed, page.read_text(encoding="utf-8"))


def _keys(_: Path, file: str, model: str = "") -> Iterator[str]:
    """Give a table for each model, in the order in which the keys lead to them."""
    from causal.folder.schemas import schemas

    schema = schemas()[file]
    definitions = {name: _own(name, model) for name, model in schema.get("$defs", {}).items()}
    waiting = [("", definitions[model] if model else schema)]
    told = set()
    for name, keys in waiting:
        if name:
            yield f"**{_title(name)}.** {keys.get('description', '')}\n"
        yield from _table(keys, definitions)
        for found in _references(keys):
            if found not in told and "properties" in definitions.get(found, {}) and not _apart(found):
                told.add(found)
                waiting.append((found, definitions[found]))


def _own(name: str, model: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out of a check's keys those of its readings, which every check has: they are told once."""
    from causal.folder.schemas import READINGS

    if not name.startswith("check_") or "check" not in model.get("properties", {}):
        return model
    keys = {key: kind for key, kind in model["properties"].items() if key not in ("readings", *READINGS)}
    return {**model, "properties": keys}


def _readings(_: Path) -> Iterator[str]:
    """Give the table of the keys with which any check tells the readings of its words."""
    from causal.folder.schemas import READINGS, schemas

    definitions = schemas()["claims"]["$defs"]
    keys = definitions["check_value"]["properties"]
    yield from _table({"properties": {key: keys[key] for key in (*READINGS, "readings")}}, definitions)


def _apart(name: str) -> bool:
    """Whether a model has a page of its own: the parameters of a check or of a kind of source."""
    return name.startswith(("check_", "from_")) and name.count("_") >= 1 and name.rpartition("_")[2].islower()


def _title(name: str) -> str:
    return name.rpartition("_")[2].removesuffix("Model")


def _table(model: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[str]:
    required = model.get("required", [])
    yield "| key | holds | default | meaning |"
    yield "|---|---|---|---|"
    for key, kind in model.get("properties", {}).items():
        default = (
            "required"
            if key in required
            else _written(kind["default"])
            if kind.get("default") not in (None, "")
            else ""
        )
        named = definitions.get(kind.get("$ref", "").rpartition("/")[2], {})
        meaning = (kind.get("description") or named.get("description", "")).replace("|", "\\|").replace("\n", " ")
        yield f"| `{key}` | {_kind(kind, definitions)} | {default} | {meaning} |"
    yield ""


def _written(value: object) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(kind: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Word the type of a key."""
    if "$ref" in kind:
        name = kind["$ref"].rpartition("/")[2]
        return _kind(definitions[name], definitions) if "enum" in definitions.get(name, {}) else _title(name)
    if "const" in kind:
        return f"`{kind['const']}`"
    if "enum" in kind:
        return ", ".join(f"`{value}`" for value in kind["enum"])
    if "anyOf" in kind:
        return " or ".join(dict.fromkeys(_kind(one, definitions) for one in kind["anyOf"] if one.get("type") != "null"))
    if kind.get("type") == "array":
        return f"list of {_kind(kind.get('items', {}), definitions)}"
    if kind.get("type") == "object":
        values = kind.get("additionalProperties") or next(iter(kind.get("patternProperties", {}).values()), None)
        return f"mapping to {_kind(values, definitions)}" if isinstance(values, dict) and values else "mapping"
    if kind.get("format") in ("date", "date-time"):
        return "day"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}.get(
        kind.get("type", ""), "value"
    )


def _references(value: object) -> Iterator[str]:
    """Give the names of the models that a schema names, in order; its own list of definitions leads nowhere."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for key, one in value.items():
            if key != "$defs":
                yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def _thresholds(_: Path) -> Iterator[str]:
    """Give one row a threshold, with the comment that stands beside it in the code."""
    from causal import verdict

    text = inspect.getsource(verdict.Rubric).splitlines()
    (model,) = ast.parse("\n".join(text)).body
    assert isinstance(model, ast.ClassDef)
    yield "| threshold | value | meaning |"
    yield "|---|---|---|"
    for field in model.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            comment = text[field.lineno - 1].partition("#")[2].strip().replace("|", "\\|")
            yield f"| `{field.target.id}` | {getattr(verdict.RUBRIC, field.target.id)} | {comment} |"


def _sizes(_: Path) -> Iterator[str]:
    """Give one row a size."""
    from causal.files.sizes import MOST

    yield "| what | at most |"
    yield "|---|---|"
    for what, most in MOST.items():
        yield f"| {what} | {most:,} |"


def _functions(_: Path) -> Iterator[str]:
    """Give one row a function of the formula language."""
    from causal.data.functions import FUNCTIONS

    yield "| function | gives |"
    yield "|---|---|"
    for name, function in sorted(FUNCTIONS.items()):
        meaning = function.meaning.replace("|", "\\|") + (" (time series only)" if function.ordered else "")
        yield f"| `{name}{function.signature}` | {meaning} |"


def _command(_: Path, *names: str) -> Iterator[str]:
    """Give what a command prints with --help."""
    import click

    from causal.commands.cli import main

    command: Any = main
    for name in names:
        command = command.commands[name]
    context = click.Context(
        command, info_name=" ".join(["causal", *names]), terminal_width=100, help_option_names=["-h", "--help"]
    )
    yield f"```text\n{command.get_help(context)}\n```"


def _open_set(page: Path, name: str, folder: str) -> Iterator[str]:
    """Give one row a member."""
    from causal.extend import SETS

    yield "| name | title |"
    yield "|---|---|"
    for member, kept in SETS[name]().items():
        link = f"{folder}/{member}.md"
        yield f"| {f'[`{member}`]({link})' if (page.parent / link).exists() else f'`{member}`'} | {kept.title} |"


def _known_truth(_: Path) -> Iterator[str]:
    """Give one row a set of real data whose truth is known."""
    from benchmarks.known_truth import cases

    yield "| name | data | measured by | table |"
    yield "|---|---|---|---|"
    for case in cases():
        yield f"| `{case.id}` | {case.title} | {case.origin} | `{case.package}` |"


KINDS: dict[str, Callable[..., Iterator[str]]] = {
    "keys": _keys,
    "readings": _readings,
    "thresholds": _thresholds,
    "functions": _functions,
    "sizes": _sizes,
    "command": _command,
    "open-set": _open_set,
    "known-truth": _known_truth,
}


def main() -> None:
    """Write every page that is behind the code, and name it."""
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if (now := generated(page)) != text:
            page.write_text(now, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(DOCS.parent)}\n")


if __name__ == "__main__":
    main()
