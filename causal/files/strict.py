"""What every document's shape is made of: strict models that keep their place, and the identifiers, texts and days they hold."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from causal.files.assets import languages
from causal.files.fields import DIGEST, NAME, Digest, Identifier, Note, Text

__all__ = [
    "DIGEST",
    "NAME",
    "PATTERNS",
    "Day",
    "Digest",
    "Identifier",
    "Language",
    "Located",
    "Names",
    "Note",
    "Paragraph",
    "Strict",
    "Text",
]

PATTERNS = {
    NAME: "a name of letters, digits and _ that begins with a letter",
    DIGEST: "a SHA-256 digest: 64 digits and letters a to f",
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"'{value}' is no day of the calendar: {error}") from error
    raise ValueError(f"expected a day such as 2026-02-05, found '{value}'")


Day = Annotated[date, BeforeValidator(_as_date, json_schema_input_type=date)]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Paragraph = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int), Field(max_length=40)]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[
    list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str]), Field(min_length=1, max_length=100)
]


class _Worded:
    """Allows the languages that reports can be worded in: the folders of the catalogue, as they are when a shape is made."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Give a choice among them."""
        from pydantic_core import core_schema

        return core_schema.literal_schema(list(languages()))


Language = Annotated[str, _Worded()]


class Located(dict[str, Any]):
    """A mapping that knows its key path in its file."""

    def __init__(self, values: dict[str, Any], place: tuple[str | int, ...]) -> None:
        super().__init__(values)
        self.place = place


class Strict(BaseModel):
    """Unknown keys and wrong types are mistakes; nothing is converted silently. `place` is the key path in the file."""

    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)

    _place: tuple[str | int, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(values)
        made._place = getattr(values, "place", ())  # noqa: SLF001 - its own class's
        return made

    @property
    def place(self) -> tuple[str | int, ...]:
        """The key path of what this was read from."""
        return self._place
