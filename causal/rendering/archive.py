"""A PDF that carries what made it: the report folder, report.json and a manifest of digests, as PDF/A-3 attachments.

Reading is for files from strangers: names, sizes and counts are checked before anything is believed.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from causal.errors import DAMAGED, CausalError, DataError, RenderError
from causal.files import json_reader
from causal.files.inside import inside
from causal.files.limits import ATTACHED_BYTES, ATTACHED_FILES, DATA_BYTES, MANIFEST_BYTES
from causal.report import to_json
from causal.work.confined import confined

if TYPE_CHECKING:
    from pathlib import Path

    from causal.report import Report

MANIFEST, REPORT, FOLDER = "manifest.json", "report.json", "folder/"
REPORT_PDF = "report.pdf"
NAME = re.compile(r"[\w.-]+(/[\w.-]+)*")
KINDS = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".yaml": "application/yaml",
    ".tsv": "text/tab-separated-values",
}
# PDF/A asks that a schema beyond its own be described where it is used (ISO 19005-3, 6.6.2.3).
PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>
</pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def contents(report: Report, folder: Path | None, place: str = REPORT_PDF, written: str = "") -> dict[str, bytes]:
    """Give the files to attach, by name; without a folder report.json alone, and the manifest.

    That names `place`, the PDF that they are attached to. `written` is report.json, where it is written already.
    Raise RenderError where a file is no longer what the report was made from.
    """
    files = {REPORT: (written or to_json(report)).encode()}
    for name, known in sorted(report.study.inputs.items() if folder else ()):
        assert folder is not None
        try:
            content = inside(folder, name).read_bytes()
        except (DataError, OSError) as error:
            raise RenderError(f"{name} cannot be attached: {error}") from error
        if digest(content) != known:
            raise RenderError(f"{name} changed while the report was made: build again")
        files[FOLDER + name] = content
    manifest = {
        "causal": report.provenance.causal,
        "versions": report.provenance.versions,
        "pdf": place,
        "files": {name: digest(content) for name, content in sorted(files.items())},
    }
    return {MANIFEST: (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode(), **files}


def digest(content: bytes) -> str:
    """Give the SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def attach(made: bytes, files: dict[str, bytes], source_date: int) -> bytes:
    """Give the PDF with the files attached, and marked as PDF/UA beside PDF/A-3; the same bytes every time."""
    import pikepdf

    stamp = _stamp(source_date)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        specs = []
        for name, content in files.items():
            suffix = name[name.rfind(".") :]
            spec = pikepdf.AttachedFileSpec(
                pdf,
                content,
                filename=name,
                description=_description(name),
                mime_type=KINDS.get(suffix, "application/octet-stream"),
                creation_date=stamp,
                mod_date=stamp,
            )
            spec.relationship = pikepdf.Name.Source if name.startswith(FOLDER) else pikepdf.Name.Data
            pdf.attachments[name] = spec
            specs.append(pdf.attachments[name].obj)
        pdf.Root.AF = pikepdf.Array(specs)
        metadata = pdf.Root.Metadata.read_bytes()
        if b"pdfuaid" not in metadata:
            pdf.Root.Metadata.write(metadata.replace(b"</rdf:RDF>", PDF_UA))
        saved = _saved(pdf)
    return rewritten(saved)  # what was changed above is written in another order than what was read


def rewritten(made: bytes) -> bytes:
    """Give a PDF as it is written from its objects: what lies beside them is gone. An attached PDF stays the same, byte for byte."""
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as pdf:
        return _saved(pdf)


def _saved(pdf: Any) -> bytes:
    import pikepdf

    target = io.BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _stamp(source_date: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(source_date, UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


def _description(name: str) -> str:
    return {
        MANIFEST: "Digests of the attached files, and the versions that made the report",
        REPORT: "The whole report as data",
    }.get(name, f"The report folder's {name.removeprefix(FOLDER)}")


def extract(path: Path) -> dict[str, bytes]:
    """Give the attachments by name, within the limits; raise CausalError where the file is no report's PDF."""
    found: dict[str, bytes] = confined(extracted, path, subject=str(path))
    return found


def extracted(path: Path) -> dict[str, bytes]:
    """Give what `extract` gives, in this process."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return _read(path, pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise CausalError(f"{path} is not a PDF that can be read: {error}") from error
    except DAMAGED as error:
        raise CausalError(f"{path} is not a PDF that can be read: a part of it is damaged") from error


def _read(path: Path, pdf: Any) -> dict[str, bytes]:
    names = list(pdf.attachments)
    if MANIFEST not in names or REPORT not in names:
        raise CausalError(f"{path} carries no report: only a PDF that `causal build` made can be verified")
    if len(names) > ATTACHED_FILES:
        raise CausalError(f"{path} has {len(names)} attachments; at most {ATTACHED_FILES} are read")
    files: dict[str, bytes] = {}
    room = ATTACHED_BYTES
    for name in names:
        if not NAME.fullmatch(name) or ".." in name:
            raise CausalError(f"{path} has an attachment named {name!r}, which is no path of a report folder")
        files[name] = _content(path, pdf.attachments[name], min(room, DATA_BYTES))
        room -= len(files[name])
    return files


def _content(path: Path, spec: Any, most: int) -> bytes:
    """Give one attachment's bytes; a stream that says, or turns out, to be larger than `most` is refused."""
    stream = spec.get_file().obj
    raw = bytes(stream.read_raw_bytes())
    filters = str(stream.get("/Filter", ""))
    if filters not in {"", "/FlateDecode"} or "/DecodeParms" in stream:
        raise CausalError(f"{path}: an attachment is packed in an unknown way ({filters})")
    if not filters:
        content = raw
    else:
        unpacked = zlib.decompressobj()
        content = unpacked.decompress(raw, most + 1)
    if len(content) > most:
        raise CausalError(
            f"{path}: the attachments are larger than {ATTACHED_BYTES:,} bytes together, or one than {DATA_BYTES:,}"
        )
    return content


def named(files: dict[str, bytes]) -> str:
    """Give which PDF the manifest says that this is; one from before there were several is the report's."""
    try:
        found = json_reader.parsed(files[MANIFEST], most=MANIFEST_BYTES, parts=MANIFEST_BYTES).get("pdf", REPORT_PDF)
    except (DataError, KeyError, AttributeError) as error:
        raise CausalError(f"the manifest cannot be read: {error}") from error
    return found if isinstance(found, str) else REPORT_PDF


def tampered(files: dict[str, bytes]) -> list[str]:
    """Say which attachments are not what the manifest lists; raise CausalError where the manifest cannot be read."""
    try:
        listed = json_reader.parsed(files[MANIFEST], most=MANIFEST_BYTES, parts=MANIFEST_BYTES)["files"]
        known = {str(name): str(value) for name, value in listed.items()}
    except (DataError, KeyError, TypeError, AttributeError) as error:
        raise CausalError(f"the manifest cannot be read: {error}") from error
    found = {name: digest(content) for name, content in files.items() if name != MANIFEST}
    return [
        *(f"{name} is missing" for name in sorted(known.keys() - found.keys())),
        *(f"{name} is not in the manifest" for name in sorted(found.keys() - known.keys())),
        *(f"{name} changed" for name in sorted(known.keys() & found.keys()) if known[name] != found[name]),
    ]
