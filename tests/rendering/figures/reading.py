"""Reads a drawn figure back: its shapes and texts, so that a test can ask what a reader sees."""

from __future__ import annotations

from xml.etree import ElementTree as ET

NAMESPACE = "{http://www.w3.org/2000/svg}"


class Figure:
    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)
        self.width, self.height = float(self.root.get("width")), float(self.root.get("height"))

    def all(self, tag: str, **attributes: str) -> list[ET.Element]:
        wanted = {k.replace("_", "-"): v for k, v in attributes.items()}
        return [e for e in self.root.iter(NAMESPACE + tag) if all(e.get(k) == v for k, v in wanted.items())]

    @property
    def title(self) -> str:
        return self.all("title")[0].text or ""

    @property
    def texts(self) -> list[str]:
        return [e.text or "" for e in self.all("text")]

    def written(self, content: str) -> ET.Element:
        return next(e for e in self.all("text") if content in (e.text or ""))


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "nan"))
