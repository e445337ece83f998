"""Run the examples of a documentation page, in order, in one directory.

- ```` ```console ````: each line that begins with `$ ` is run as by bash; the lines below it, where there are any, are what it
  prints, `...` standing for anything. A last line `[exit code 2]` says how it ends; otherwise with 0.
- ```` ```{code-block} yaml ```` with `:caption: PATH`: the text is written to PATH; with `:caption: PATH, at the end` it is added to it.
- ```` ```python ````: run in one namespace a page; lines that begin with `>>>` are a doctest.
- ```` ```text ```` shows something and is not run. No other fence may stand on a page, but directives of Sphinx.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from markdown_it import MarkdownIt

from causal.commands.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
DIRECTIVES = {"{toctree}", "{eval-rst}", "{literalinclude}", "{image}", "{note}", "{figure}"}
SHOWN = {"text"}
EXIT = re.compile(r"\[exit code (\d+)\]")
PLAIN = re.compile(r"""causal ([\w./:=@ ,-]|'[^']*')+""")  # nothing in it that a shell would read
CHECKER = doctest.OutputChecker()
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """One fence: its language, the path it is written to, its text and the line on which it begins."""

    language: str
    path: str
    text: str
    line: int


def pages() -> list[Path]:
    return sorted(p for p in DOCS.rglob("*.md") if "build" not in p.relative_to(DOCS).parts)


def blocks(page: Path) -> list[Block]:
    found = []
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type != "fence":
            continue
        name, _, argument = token.info.strip().partition(" ")
        text, path = token.content, ""
        if name == "{code-block}":
            name = argument
            options = re.match(r"(:[a-z]+:.*\n)+\n?", text)
            caption = re.search(r":caption: (.+)", options.group() if options else "")
            assert caption, f"{page}:{token.map[0]}: a code-block says by :caption: which file it is"
            path, text = caption.group(1).strip(), text[options.end() :]
        found.append(Block(name, path, text, token.map[0] + 1))
    return found


def run(page: Path, directory: Path) -> int:
    """Run a page's examples in `directory`; give how many there were."""
    before, names, count = Path.cwd(), {"__name__": "page"}, 0
    os.chdir(directory)
    try:
        for block in blocks(page):
            where = f"{page.relative_to(DOCS)}:{block.line}"
            if block.path:
                name, added, _ = block.path.partition(", at the end")
                target = directory / name
                assert target.resolve().is_relative_to(directory.resolve()), where
                target.parent.mkdir(parents=True, exist_ok=True)
                kept = target.read_text(encoding="utf-8") if added else ""
                target.write_text(kept + block.text, encoding="utf-8")
            elif block.language == "console":
                _console(block.text, where)
            elif block.language == "python":
                _python(block.text, names, where)
            else:
                assert block.language in DIRECTIVES | SHOWN, (
                    f"{where}: '{block.language}' is not run: see tests/docs/pages.py"
                )
                continue
            count += 1
    finally:
        os.chdir(before)
    return count


def _console(text: str, where: str) -> None:
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"{where}: a console block begins with '$ '"
    for part in parts[1:]:
        command, _, expected = part.partition("\n")
        end = EXIT.search(expected)
        wanted, expected = (int(end.group(1)), expected[: end.start()]) if end else (0, expected)
        code, printed = _ran(command.strip())
        assert code == wanted, f"{where}: {command} ended with {code}:\n{printed}"
        if expected.strip():
            assert CHECKER.check_output(expected, printed, FLAGS), (
                f"{where}: {command} printed\n{printed}\nnot\n{expected}"
            )


def _ran(command: str) -> tuple[int, str]:
    """Run a command line; give its exit code, and what it prints.

    `causal` with plain words runs in this process, which has imported everything already; all else is bash's.
    """
    if PLAIN.fullmatch(command):
        done = CliRunner().invoke(main, shlex.split(command)[1:])
        return done.exit_code, done.stdout + done.stderr
    began = subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True, timeout=300)
    return began.returncode, began.stdout + began.stderr


def _python(text: str, names: dict, where: str) -> None:
    if not text.lstrip().startswith(">>>"):
        exec(compile(text, where, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(text, names, where, where, 0)
    said = []
    runner = doctest.DocTestRunner(optionflags=FLAGS, checker=CHECKER)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, f"{where}:\n{''.join(said)}"
