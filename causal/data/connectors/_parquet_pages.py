"""The sizes of a Parquet file's pages, read from their headers before anything is unpacked.

A file's metadata may say that it is small while a page unpacks to gigabytes; a reader allocates what the page header says
and refuses a page that unpacks to anything else, so that the sum over the page headers is what reading will take. The
headers are Thrift's compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md) with the fields of
apache/parquet-format, parquet.thrift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.errors import DataError
from causal.files import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

UNPACKED, PACKED = 2, 3  # fields of PageHeader
ENCODING = {5: 2, 8: 4}  # in PageHeader: data page and its encoding, data page of version 2 and its encoding
DELTA_BYTE_ARRAY = 7  # each text repeats the beginning of the one before: a few bytes unpack without bound
TRUE, FALSE, BYTE, SMALL, INTEGER, LONG, DOUBLE, BINARY, STRUCT = 1, 2, 3, 4, 5, 6, 7, 8, 12  # kinds of field


def check_pages(name: str, raw: bytes, chunks: Iterable[tuple[int, int]]) -> None:
    """Raise DataError where the pages of `chunks`, each (first byte, bytes), would unpack to more than the limit."""
    unpacked = pages = 0
    for start, size in chunks:
        at, end = start, start + size
        if not 0 <= start <= end <= len(raw):
            raise DataError(f"{name} is no Parquet file that can be read: a column lies outside the file")
        while at < end:
            header, at = _header(name, raw, at)
            if DELTA_BYTE_ARRAY in _encodings(header):
                raise DataError(
                    f"{name} packs text as DELTA_BYTE_ARRAY, which is not read: write it with plain or dictionary encoding"
                )
            at += _size(name, header.get(PACKED))
            unpacked, pages = unpacked + _size(name, header.get(UNPACKED)), pages + 1
            if unpacked > limits.UNPACKED_BYTES or pages > limits.PARQUET_PAGES:
                raise DataError(
                    f"{name} unpacks to more than {limits.UNPACKED_BYTES} bytes or {limits.PARQUET_PAGES} pages: "
                    "leave out rows or columns that the report does not use"
                )


def _header(name: str, raw: bytes, at: int) -> tuple[dict[int, Any], int]:
    try:
        return _struct(raw, at, 0)
    except (IndexError, ValueError) as error:
        raise DataError(f"{name} is no Parquet file that can be read: a page header is damaged") from error


def _encodings(header: dict[int, Any]) -> set[object]:
    pages = ((header.get(field), encoding) for field, encoding in ENCODING.items())
    return {page.get(encoding) for page, encoding in pages if isinstance(page, dict)}


def _size(name: str, value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise DataError(f"{name} is no Parquet file that can be read: a page has no size")
    return value


def _struct(raw: bytes, at: int, depth: int) -> tuple[dict[int, Any], int]:
    """Give the fields of a struct by number, and where it ends."""
    found: dict[int, Any] = {}
    field = 0
    while raw[at]:
        step, kind = raw[at] >> 4, raw[at] & 15
        at += 1
        if step:
            field += step
        else:
            field, at = _integer(raw, at)
        found[field], at = _value(raw, at, kind, depth)
    return found, at + 1


def _value(raw: bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:
    if kind in {TRUE, FALSE}:
        return kind == TRUE, at
    if kind == BYTE:
        return raw[at], at + 1
    if kind in {SMALL, INTEGER, LONG}:
        return _integer(raw, at)
    if kind == DOUBLE:
        return None, at + 8
    if kind == BINARY:
        length, at = _unsigned(raw, at)
        return None, at + length
    if kind == STRUCT and depth < 8:
        return _struct(raw, at, depth + 1)
    raise ValueError  # page headers hold no lists, sets or maps


def _integer(raw: bytes, at: int) -> tuple[int, int]:
    value, at = _unsigned(raw, at)
    return (value >> 1) ^ -(value & 1), at


def _unsigned(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        value |= (raw[at] & 127) << shift
        at += 1
        if raw[at - 1] < 128:
            return value, at
    raise ValueError
