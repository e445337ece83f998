"""What the page's script needs: the script itself with its hash, the words it says, and which claims rest on which edges."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from causal.files.assets import asset
from causal.rendering.typography import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import Verdict

SAID = ("shown", "edge_claim", "edge_claims", "edge_item", "edge_page", "evidence", "number")


def interactive(report: Report, edges: Sequence[Mapping[str, Any]], words: Catalogue) -> dict[str, Any]:
    """Give the template's values: `script`, `script_hash` for the page's own policy, `page_words`, and the filters' choices.

    `edges` are the article's edges with `edge`, `label` and `anchor`.
    """
    script = (asset("templates") / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    graph = report.study.graph.id
    named = {f"{graph}:{e['edge'].id}": {"label": visible(e["label"]), "page": e["anchor"]} for e in edges}
    grounds = {g: words.word(g) for g in {v.grounds.value for v in report.verdicts}}
    said = {name: words.text(f"interactive.{name}") for name in SAID}
    return {
        "script": Markup(script),  # noqa: S704 - own file
        "script_hash": f"sha256-{digest}",
        "page_words": Markup(in_script({**said, "edges": named, "grounds": grounds})),  # noqa: S704 - escaped for a script element
        "kinds": sorted({c.kind for c in report.study.claims}),
        "paragraphs": list(dict.fromkeys(c.paragraph for c in report.study.claims)),
        "used_grounds": {v.grounds.value for v in report.verdicts},
    }


def edges_of(report: Report, claim: Claim, verdict: Verdict) -> list[str]:
    """Give the edges of the article's graph that a claim asserts or is judged by, as `graph:edge`."""
    graph = report.study.graph
    asserted = [f"{graph.id}:{e.id}" for e in graph.claimed if claim.id in e.claims]
    judged = [e.edge for e in verdict.evidence if e.edge.startswith(f"{graph.id}:")]
    return list(dict.fromkeys((*asserted, *judged)))


def in_script(value: object) -> str:
    """Give JSON that cannot end a script element or begin a comment, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
