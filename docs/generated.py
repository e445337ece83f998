"""Directives whose content comes from the code, so that no page repeats it: keys of YAML files, thresholds, commands.

`{keys} graph` lists every key of graph.yaml; `{keys} claims check_change` and `{keys} sources from_http` those of one
check or kind of source. `{thresholds}` is the table of the rubric, `{functions}` that of the formula language. `{command} build` is what `causal build --help` prints.
`{open-set} checks` lists the members of an open set, each linked to its page where it has one beside this page.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.statemachine import StringList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx


class Written(Directive):
    """A directive that writes MyST text, which is then read as if it stood on the page."""

    required_arguments = 1
    optional_arguments = 1

    def lines(self) -> Iterator[str]:
        """Give the lines of the text."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Read the lines into nodes."""
        home = nodes.Element()
        self.state.nested_parse(StringList("\n".join(self.lines()).split("\n")), self.content_offset, home)
        return home.children


class Keys(Written):
    """The keys of a file, a check or a kind of source."""

    def lines(self) -> Iterator[str]:
        """Give a table for each model, in the order in which the keys lead to them."""
        from causal.folder.schemas import schemas

        schema = schemas()[self.arguments[0]]
        definitions = schema.get("$defs", {})
        waiting = [("", definitions[self.arguments[1]] if len(self.arguments) > 1 else schema)]
        told = set()
        for name, model in waiting:
            if name:
                yield f"**{_title(name)}.** {model.get('description', '')}\n"
            yield from _table(model, definitions)
            for found in _references(model):
                if found not in told and "properties" in definitions.get(found, {}) and not _apart(found):
                    told.add(found)
                    waiting.append((found, definitions[found]))


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


class Thresholds(Written):
    """The rubric's thresholds with the comments that stand beside them in the code."""

    required_arguments = 0

    def lines(self) -> Iterator[str]:
        """Give one row a threshold."""
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
        yield ""


class Functions(Written):
    """The functions of the formula language."""

    required_arguments = 0

    def lines(self) -> Iterator[str]:
        """Give one row a function."""
        from causal.data.functions import FUNCTIONS

        yield "| function | gives |"
        yield "|---|---|"
        for name, function in sorted(FUNCTIONS.items()):
            yield f"| `{name}{function.signature}` | {function.meaning.replace('|', chr(92) + '|')}{' (time series only)' if function.ordered else ''} |"
        yield ""


class Command(Directive):
    """What a command prints with --help."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give the text as a literal block."""
        import click

        from causal.commands.cli import main

        command: Any = main
        for name in self.arguments:
            command = command.commands[name]
        named = " ".join(["causal", *self.arguments])
        text = command.get_help(
            click.Context(command, info_name=named, terminal_width=100, help_option_names=["-h", "--help"])
        )
        block = nodes.literal_block(text, text)
        block["language"] = "text"
        return [block]


class OpenSet(Written):
    """The members of an open set: `{open-set} checks`, with `:pages:` the folder that holds a page each."""

    option_spec = {"pages": directives.unchanged}  # noqa: RUF012 - docutils reads it so

    def lines(self) -> Iterator[str]:
        """Give one row a member."""
        from causal.extend import SETS

        members = SETS[self.arguments[0]]()
        here = Path(self.state.document.current_source).parent
        yield "| name | title |"
        yield "|---|---|"
        for name, member in members.items():
            page = f"{self.options['pages']}/{name}.md" if "pages" in self.options else ""
            linked = f"[`{name}`]({page})" if page and (here / page).exists() else f"`{name}`"
            yield f"| {linked} | {member.title} |"
        yield ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directives known."""
    app.add_directive("keys", Keys)
    app.add_directive("thresholds", Thresholds)
    app.add_directive("command", Command)
    app.add_directive("functions", Functions)
    app.add_directive("open-set", OpenSet)
    return {"parallel_read_safe": True}
