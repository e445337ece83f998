"""Read a report folder into a Study, or say everything that is wrong with it at once, by file, line and key."""

from __future__ import annotations

import csv
import hashlib
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
from pydantic import TypeAdapter, ValidationError

from causal.checks import checks
from causal.errors import BadFolderError, FormulaError, Problem, did_you_mean
from causal.folder import FILES, ClaimsModel, GraphModel, ReportModel, SourcesModel
from causal.formula import parse
from causal.limits import DATA_BYTES, PROBLEMS
from causal.study import (
    Article,
    CheckRequest,
    Claim,
    Correction,
    Dataset,
    Edge,
    Event,
    Graph,
    Lock,
    Measure,
    NodeKind,
    Override,
    Sample,
    Series,
    SignOff,
    Study,
    Variable,
)
from causal.yaml_reader import Document, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from causal.folder import BackgroundModel, EdgeModel, MeasureModel, Strict, VariableModel

    Key = tuple[str | int, ...]

ARTICLE = "article"
LOCKED = ("report.yaml", "graph.yaml", "claims.yaml")


def load(folder: Path) -> Study:
    """Give the study of a folder; raise BadFolderError with every mistake found."""
    return _Loader(folder).study()


def lock_digest(folder: Path) -> str:
    """Give the SHA-256 over graph.yaml, claims.yaml and report.yaml without its `lock` entry, as values."""
    import json

    parts = []
    for name in LOCKED:
        values = read(folder / name, name).values
        if name == "report.yaml" and isinstance(values, dict):
            values = {key: value for key, value in values.items() if key != "lock"}
        parts.append(json.dumps(values, sort_keys=True, ensure_ascii=False))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Loader:
    """Collects problems while it reads; gives a study only when there is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.models: dict[str, Any] = {}

    def fault(self, file: str, path: Key, message: str) -> None:
        document = self.documents.get(file)
        key = ".".join(str(part) for part in path)
        line = document.line(path) if document else 0
        self.problems.append(Problem(file=str(self.folder / file), line=line, key=key, message=message))

    def study(self) -> Study:
        if not self.folder.is_dir():
            raise BadFolderError([Problem(file=str(self.folder), line=0, key="", message="this is not a folder")])
        for file, model in FILES.items():
            self._read(file, model)
        sources, declared = self.models.get("data/sources.yaml"), self.models.get("graph.yaml")
        listed, report = self.models.get("claims.yaml"), self.models.get("report.yaml")
        datasets = None if sources is None else self._datasets(sources)
        graphs = None if declared is None else self._graphs(declared, listed, _series(datasets))
        claims = None if listed is None else self._claims(listed, datasets, graphs)
        if report is not None:
            self._report(report, None if datasets is None else {d.id for d in datasets})
        if self.problems or report is None or graphs is None or claims is None or datasets is None:
            raise BadFolderError(self.problems[:PROBLEMS])
        return self._assemble(report, graphs[0], graphs[1:], claims, datasets)

    def _read(self, file: str, model: type[Strict]) -> None:
        try:
            document = read(self.folder / file, str(self.folder / file))
        except BadFolderError as error:
            self.problems.extend(error.problems)
            return
        self.documents[file] = document
        try:
            self.models[file] = model.model_validate(document.values)
        except ValidationError as error:
            self._validation(file, (), error, model)
            for item in error.errors():
                _prune(document.values, item["loc"])
            with suppress(ValidationError):  # all is said; what is left is read on, to find further mistakes
                self.models[file] = model.model_validate(document.values)

    def _validation(self, file: str, base: Key, error: ValidationError, model: type[Any] | None) -> None:
        for item in error.errors():
            path = (*base, *(p for p in item["loc"] if not _synthetic(p)))
            if item["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
                known = _fields(model, item["loc"][:-1])
                self.fault(file, path, f"unknown key '{path[-1]}'{did_you_mean(str(path[-1]), known)}")
            elif item["type"] in {"missing", "missing_argument", "missing_keyword_only_argument"}:
                self.fault(file, path[:-1], f"the key '{path[-1]}' is missing")
            else:
                self.fault(file, path, _expected(item))

    def _unique(self, file: str, named: Iterable[tuple[Key, str]], taken: Iterable[str] = ()) -> None:
        seen = set(taken)
        for path, name in named:
            if name in seen:
                self.fault(file, path, f"'{name}' stands twice")
            seen.add(name)

    # -- data/sources.yaml

    def _datasets(self, model: SourcesModel) -> tuple[Dataset, ...]:
        found = []
        for identity, d in model.datasets.items():
            path: Key = ("datasets", identity)
            self._data_file(path, d.file, d.digest, [d.time, *d.key, *d.series])
            series = tuple(
                Series(
                    name=f"{identity}.{column}", label=s.label, unit=s.unit, source=s.source, url=s.url,
                    retrieved=s.retrieved, traps=tuple(s.traps),
                )
                for column, s in d.series.items()
            )  # fmt: skip
            found.append(
                Dataset(
                    id=identity, file=d.file, time=d.time, resolution=d.resolution, digest=d.digest, series=series,
                    key=tuple(d.key), note=d.note,
                )
            )  # fmt: skip
        return tuple(found)

    def _data_file(self, path: Key, file: str, digest: str, columns: list[str]) -> None:
        where = "data/sources.yaml"
        data = (self.folder / "data").resolve()
        named = self.folder / "data" / file
        if named.is_symlink() or not named.resolve().is_relative_to(data):
            self.fault(where, (*path, "file"), f"'{file}' lies outside the folder's data/ or is a link; copy the file there")
        elif not named.is_file():
            present = [p.name for p in data.glob("*") if p.is_file()] if data.is_dir() else []
            self.fault(where, (*path, "file"), f"data/{file} does not exist{did_you_mean(file, present)}")
        elif named.stat().st_size > DATA_BYTES:
            self.fault(where, (*path, "file"), f"data/{file} is larger than {DATA_BYTES} bytes")
        else:
            if (actual := sha256(named)) != digest:
                self.fault(where, (*path, "digest"), f"data/{file} has the digest {actual}: the file changed since it was declared")
            self._header(path, named, columns)

    def _header(self, path: Key, named: Path, columns: list[str]) -> None:
        from causal.connectors import connector_for

        connector = connector_for(named.name)
        if connector is None:
            self.fault("data/sources.yaml", (*path, "file"), f"no connector reads '{named.suffix}' files; use .csv or .tsv")
            return
        try:
            present = connector.columns(named)
        except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
            self.fault("data/sources.yaml", (*path, "file"), f"data/{named.name} cannot be read: {error}")
            return
        for column in columns:
            if column not in present:
                self.fault("data/sources.yaml", path, f"data/{named.name} has no column '{column}'{did_you_mean(column, present)}")

    # -- graph.yaml

    def _graphs(self, declared: GraphModel, listed: ClaimsModel | None, series: set[str] | None) -> tuple[Graph, ...]:
        variables = {name: self._variable(name, v, series) for name, v in declared.variables.items()}
        claims = None if listed is None else [c.id for c in listed.claims]
        self._unique("graph.yaml", [(("rivals", i, "id"), r.id) for i, r in enumerate(declared.rivals)], taken=[ARTICLE])
        return (
            self._graph(declared, ARTICLE, (), variables, claims),
            *(self._graph(r, r.id, ("rivals", i), variables, claims) for i, r in enumerate(declared.rivals)),
        )

    def _variable(self, name: str, v: VariableModel, series: set[str] | None) -> Variable:
        path: Key = ("variables", name)
        if v.kind is NodeKind.LATENT and v.formula:
            self.fault("graph.yaml", (*path, "kind"), "a latent variable has no formula; with one it is a proxy")
        if v.kind is not NodeKind.LATENT and not v.formula:
            self.fault("graph.yaml", path, f"{'an' if v.kind is NodeKind.OBSERVED else 'a'} {v.kind} variable needs a formula")
        measure = self._measure(path, v, series) if v.formula else None
        alternatives = tuple(
            found
            for i, a in enumerate(v.alternatives)
            if (found := self._measure((*path, "alternatives", i), a, series)) is not None
        )
        return Variable(
            name=name, label=v.label, kind=v.kind, measure=measure, alternatives=alternatives, persistence=v.persistence,
            family=v.family, direction=v.event, note=v.note, needs=v.needs,
        )  # fmt: skip

    def _measure(self, path: Key, given: VariableModel | MeasureModel, series: set[str] | None) -> Measure:
        try:
            parse(given.formula, series)
        except FormulaError as error:
            self.fault("graph.yaml", (*path, "formula"), str(error))
        return Measure(formula=given.formula, label=given.measure or given.formula, unit=given.unit)

    def _graph(
        self, model: Any, identity: str, base: Key, variables: Mapping[str, Variable], claims: list[str] | None
    ) -> Graph:
        edges = [*self._edges(model.edges, (*base, "edges"), variables, claims)]
        edges += self._background(model.background, (*base, "background"), variables)
        self._unique("graph.yaml", [(base, e.id) for e in edges])
        used = dict.fromkeys(name for e in edges for name in (e.treatment, e.outcome) if name in variables)
        self._acyclic(base, edges)
        chain = self._chain(model.chain, (*base, "chain"), edges, variables)
        if model.outcome not in used:
            self.fault("graph.yaml", (*base, "outcome"), f"'{model.outcome}' is no node of this graph{did_you_mean(model.outcome, used)}")
        elif model.chain[-1] != model.outcome:
            self.fault("graph.yaml", (*base, "chain"), f"the chain ends in '{model.chain[-1]}', not in the outcome '{model.outcome}'")
        self._claims_exist((*base, "claims"), model.claims, claims)
        return Graph(
            id=identity, title=model.title, variables=tuple(variables[name] for name in used), edges=tuple(edges),
            chain=chain, outcome=model.outcome, claims=tuple(model.claims), note=model.note,
        )  # fmt: skip

    def _edges(
        self, models: list[EdgeModel], base: Key, variables: Mapping[str, Variable], claims: list[str] | None
    ) -> list[Edge]:
        for i, e in enumerate(models):
            self._ends((*base, i), e.from_, e.to, e.lag, variables)
            self._claims_exist((*base, i, "claims"), e.claims, claims)
            if not e.sign and not e.claims:
                self.fault("graph.yaml", (*base, i), "an asserted edge needs a sign (1 or -1) or claims; a common cause goes under background")
        return [
            Edge(
                treatment=e.from_, outcome=e.to, lag=e.lag, sign=e.sign, mechanism=e.mechanism, claims=tuple(e.claims),
                smallest_effect=e.smallest_effect,
            )
            for e in models
        ]  # fmt: skip

    def _background(self, models: list[BackgroundModel], base: Key, variables: Mapping[str, Variable]) -> list[Edge]:
        found = []
        for i, b in enumerate(models):
            for to in [b.to] if isinstance(b.to, str) else b.to:
                self._ends((*base, i), b.from_, to, b.lag, variables)
                found.append(Edge(treatment=b.from_, outcome=to, lag=b.lag))
        return found

    def _ends(self, path: Key, cause: str, effect: str, lag: int, variables: Mapping[str, Variable]) -> None:
        for key, name in (("from", cause), ("to", effect)):
            if name not in variables:
                self.fault("graph.yaml", (*path, key), f"unknown variable '{name}'{did_you_mean(name, variables)}")
        if cause == effect:
            hint = "its own past is given by `persistence`" if lag else "a variable cannot cause itself"
            self.fault("graph.yaml", path, f"the edge goes from '{cause}' to itself; {hint}")

    def _claims_exist(self, path: Key, named: list[str], known: list[str] | None) -> None:
        for claim in named:
            if known is not None and claim not in known:
                self.fault("graph.yaml", path, f"unknown claim '{claim}'{did_you_mean(claim, known)}")

    def _acyclic(self, base: Key, edges: list[Edge]) -> None:
        same_day = nx.DiGraph((e.treatment, e.outcome) for e in edges if e.lag == 0 and e.treatment != e.outcome)
        try:
            cycle = nx.find_cycle(same_day)
        except nx.NetworkXNoCycle:
            return
        names = " -> ".join([*(a for a, _ in cycle), cycle[0][0]])
        self.fault("graph.yaml", (*base, "edges"), f"the edges without a lag form a cycle: {names}; turn one round or give it a lag")

    def _chain(self, named: list[str], path: Key, edges: list[Edge], variables: Mapping[str, Variable]) -> tuple[str, ...]:
        found = []
        for i, (cause, effect) in enumerate(pairwise(named)):
            links = [e for e in edges if (e.treatment, e.outcome) == (cause, effect) and e.claimed]
            if cause in variables and effect in variables and not links:
                self.fault("graph.yaml", (*path, i), f"the chain goes from '{cause}' to '{effect}', but no edge does")
            found.extend(sorted(links, key=lambda e: e.lag)[:1])
        return tuple(e.id for e in found)

    # -- claims.yaml and report.yaml

    def _claims(
        self, model: ClaimsModel, datasets: tuple[Dataset, ...] | None, graphs: tuple[Graph, ...] | None
    ) -> tuple[Claim, ...]:
        self._unique("claims.yaml", [(("claims", i, "id"), c.id) for i, c in enumerate(model.claims)])
        context = {
            "series": _series(datasets),
            "datasets": None if datasets is None else {d.id for d in datasets},
            "figures": {f"{c.id}.{name}" for c in model.claims for name in c.figures},
            "claims": {c.id for c in model.claims},
            "graphs": None if graphs is None else {g.id: tuple(e.id for e in g.claimed) for g in graphs},
        }
        return tuple(
            Claim(
                id=c.id, paragraph=c.paragraph, kind=c.kind, text=c.text, figures=dict(c.figures), note=c.note,
                override=None if c.override is None else Override(**dict(c.override)),
                checks=tuple(self._check(("claims", i, "checks", k), dict(given), context) for k, given in enumerate(c.checks)),
            )
            for i, c in enumerate(model.claims)
        )  # fmt: skip

    def _check(self, path: Key, given: dict[str, Any], context: dict[str, Any]) -> CheckRequest:
        name, says = given.pop("check", None), given.pop("says", "")
        known = checks().get(name) if isinstance(name, str) else None
        if known is None:
            said = "the key 'check' is missing" if name is None else f"unknown check '{name}'{did_you_mean(str(name), checks())}"
            self.fault("claims.yaml", path if name is None else (*path, "check"), said)
        else:
            try:
                TypeAdapter(known.parameters).validate_python(given, context=context)
            except ValidationError as error:
                self._validation("claims.yaml", path, error, known.parameters)
        if not isinstance(says, str):
            self.fault("claims.yaml", (*path, "says"), f"expected text, found {says!r}")
        return CheckRequest(check=str(name), parameters=given, says=str(says))

    def _report(self, model: ReportModel, datasets: set[str] | None) -> None:
        event, sample = model.event, model.sample
        if not event.start <= event.day <= event.end:
            self.fault("report.yaml", ("event",), f"the event day {event.day} lies outside its window {event.start} to {event.end}")
        if not sample.start < event.day <= sample.end:
            self.fault("report.yaml", ("event", "day"), f"the event day {event.day} lies outside the sample {sample.start} to {sample.end}")
        if datasets is not None and sample.calendar not in datasets:
            self.fault("report.yaml", ("sample", "calendar"), f"unknown dataset '{sample.calendar}'{did_you_mean(sample.calendar, datasets)}")

    def _assemble(
        self, report: ReportModel, graph: Graph, rivals: tuple[Graph, ...], claims: tuple[Claim, ...], datasets: tuple[Dataset, ...]
    ) -> Study:
        files = [*FILES, *sorted({f"data/{d.file}" for d in datasets})]
        return Study(
            name=self.folder.resolve().name,
            title=report.title,
            language=report.language,
            article=Article(**dict(report.article)),
            event=Event(**dict(report.event)),
            sample=Sample(**dict(report.sample)),
            seed=report.seed,
            graph=graph,
            rivals=rivals,
            claims=claims,
            datasets=datasets,
            inputs={name: sha256(self.folder / name) for name in files},
            lock=None if report.lock is None else Lock(**dict(report.lock)),
            lock_digest=lock_digest(self.folder),
            sign_off=tuple(SignOff(**dict(s)) for s in report.sign_off),
            corrections=tuple(Correction(**dict(c)) for c in report.corrections),
            publisher=report.publisher,
            as_of=report.as_of,
        )


def _series(datasets: tuple[Dataset, ...] | None) -> set[str] | None:
    return None if datasets is None else {s.name for d in datasets for s in d.series}


def _prune(values: Any, place: tuple[str | int, ...]) -> None:
    """Take a mistaken entry out; one in a list leaves None behind, so that the places of the others stay true."""
    for part in (p for p in place[:-1] if not _synthetic(p)):
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(values, dict):
        values.pop(place[-1], None)


def _synthetic(part: str | int) -> bool:
    """Pydantic adds the name of a validator or union member to the place of an error; keys hold no brackets."""
    return isinstance(part, str) and ("[" in part or "(" in part)


def _fields(model: Any, place: tuple[str | int, ...]) -> list[str]:
    """Give the keys that may stand at `place`, from the schema of the model."""
    schema = TypeAdapter(model).json_schema(by_alias=True) if model is not None else {}
    at = schema
    for part in place:
        at = _resolve(at, schema)
        at = at.get("items", {}) if isinstance(part, int) else at.get("properties", {}).get(part, _open(at))
        at = at if isinstance(at, dict) else {}
    return list(_resolve(at, schema).get("properties", {}))


def _open(at: dict[str, Any]) -> Any:
    """Give the schema of the values of an object whose keys are free."""
    return next(iter(at.get("patternProperties", {}).values()), at.get("additionalProperties", {}))


def _resolve(at: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in [at, *at.get("anyOf", [])]:
        if "$ref" in option:
            found: dict[str, Any] = schema["$defs"][option["$ref"].rsplit("/", 1)[-1]]
            return found
    return at


def _expected(item: Any) -> str:
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "value_error":
        return message
    found = item["input"]
    shown = repr(found) if isinstance(found, str | int | float | bool) or found is None else type(found).__name__
    hint = " (quote it if it is text)" if item["type"] == "string_type" and isinstance(found, int | float | bool) else ""
    return f"found {shown}: {message[0].lower()}{message[1:]}{hint}"


def schemas() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of each file of a folder, by file name; each check's parameters are spelled out."""
    found = {}
    for file, model in FILES.items():
        schema = model.model_json_schema(by_alias=True)
        if file == "claims.yaml":
            _spell_out_checks(schema)
        found[Path(file).stem] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return found


def _spell_out_checks(schema: dict[str, Any]) -> None:
    options = []
    for name, known in checks().items():
        own = TypeAdapter(known.parameters).json_schema(by_alias=True)
        for title, definition in own.pop("$defs", {}).items():
            schema["$defs"][f"{name}_{title}"] = _renamed(definition, name)
        text = _renamed(own, name)
        text["properties"] = {"check": {"const": name, "description": known.title}, "says": {"type": "string"}, **text.get("properties", {})}
        text["required"] = ["check", *text.get("required", [])]
        schema["$defs"][f"check_{name}"] = text
        options.append({"$ref": f"#/$defs/check_{name}"})
    schema["$defs"]["ClaimModel"]["properties"]["checks"]["items"] = {"oneOf": options}


def _renamed(schema: Any, name: str) -> Any:
    """Point the references of one check's schema at its own definitions."""
    if isinstance(schema, dict):
        return {
            k: f"#/$defs/{name}_{v.rsplit('/', 1)[-1]}" if k == "$ref" else _renamed(v, name) for k, v in schema.items()
        }
    return [_renamed(v, name) for v in schema] if isinstance(schema, list) else schema


def write_schemas(directory: Path) -> None:
    """Write each schema to `directory` as NAME.schema.json."""
    import json

    for name, schema in schemas().items():
        text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (directory / f"{name}.schema.json").write_text(text, encoding="utf-8")
