"""Write a case as the report folder that an analyst would have made of it."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from benchmarks.known_truth.case import Account, Arrow, Case, Variable


def write(case: Case, directory: Path) -> Path:
    """Write report.yaml, graph.yaml, claims.yaml and data; give the folder."""
    rows = case.rows()
    content = rows.to_csv(lineterminator="\n").encode()
    (directory / "data").mkdir(parents=True)
    (directory / "data" / "rows.csv").write_bytes(content)
    texts = {
        "report.yaml": _report(case, rows),
        "graph.yaml": _graph(case),
        "claims.yaml": _claims(case),
        "data/sources.yaml": _sources(case, rows, hashlib.sha256(content).hexdigest()),
    }
    for name, values in texts.items():
        (directory / name).write_text(yaml.safe_dump(values, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return directory


def _report(case: Case, rows: pd.DataFrame) -> dict[str, Any]:
    article = {"title": case.title, "author": case.origin, "outlet": case.package, "published": "2020-01-01"}
    given = {"title": case.title, "as_of": "2020-01-01", "article": article, "seed": 13}
    if not case.step:
        return {**given, "sample": {"calendar": "rows", "kind": "cross-section"}}
    first, middle, last = (_day(rows.index[at]) for at in (0, len(rows) // 2, -1))
    event = {"day": middle, "start": middle, "end": middle, "label": "no event: a row in the middle"}
    return {**given, "event": event, "sample": {"calendar": "rows", "start": first, "end": last}}


def _day(row: str) -> str:
    return row if row.count("-") == 2 else f"{row}-01"


def _graph(case: Case) -> dict[str, Any]:
    first, *others = case.accounts
    return {
        "title": case.title,
        "variables": {name: _variable(name, variable) for name, variable in case.variables.items()},
        **_account(case, first),
        "rivals": [{"id": other.id, "title": other.id.replace("_", " "), **_account(case, other)} for other in others],
    }


def _variable(name: str, variable: Variable) -> dict[str, Any]:
    if variable.latent:
        return {"label": variable.label, "kind": "latent", "needs": "a measure of it"}
    return {
        "label": variable.label,
        "formula": variable.formula or f"rows.{name}",
        "measure": variable.label,
        "unit": variable.unit,
        "family": variable.family,
        **({"persistence": variable.persistence} if variable.persistence > 1 else {}),
    }


def _account(case: Case, account: Account) -> dict[str, Any]:
    head = account.arrows[0]
    return {
        "chain": [head.cause, head.effect],
        "outcome": head.effect,
        "edges": [_edge(case, account, arrow) for arrow in account.arrows],
        "background": [{"from": cause, "to": list(effects)} for cause, effects in account.background.items()],
    }


def _edge(case: Case, account: Account, arrow: Arrow) -> dict[str, Any]:
    claims = [claim for claim, of, one in case.claims if (of.id, one.id) == (account.id, arrow.id)]
    untimed = {"event_test": "none"} if case.step else {}
    ends = {"from": arrow.cause, "to": arrow.effect, "lag": arrow.lag, "sign": arrow.sign, "claims": claims}
    return {**ends, **untimed, **direction(arrow)}


def direction(arrow: Arrow) -> dict[str, Any]:
    """Give the declared outside reason of an arrow, where graph.yaml has a key for it."""
    if arrow.reason is None or not has_direction():
        return {}
    return {"direction": {"because": arrow.reason.because, "note": arrow.reason.note}}


@cache
def has_direction() -> bool:
    """Whether an edge of graph.yaml takes `direction`."""
    from causal.folder.shapes import EdgeModel

    return "direction" in EdgeModel.model_fields


def _claims(case: Case) -> dict[str, Any]:
    def claim(name: str, account: Account, arrow: Arrow) -> dict[str, Any]:
        check = {"check": "edge", "edge": arrow.id, **({} if account is case.accounts[0] else {"graph": account.id})}
        return {"id": name, "paragraph": 1, "text": case.sentence(arrow), "checks": [check]}

    return {"claims": [claim(*asserted) for asserted in case.claims]}


def _sources(case: Case, rows: pd.DataFrame, digest: str) -> dict[str, Any]:
    resolution = {"time": rows.index.name, "resolution": case.step} if case.step else {}
    named = resolution or {"rows": rows.index.name, "resolution": "row"}
    series = {str(name): {"label": str(name), "source": f"{case.origin}; {case.package}"} for name in rows.columns}
    return {"datasets": {"rows": {"file": "rows.csv", **named, "digest": digest, "series": series}}}
