"""What Jinja makes of sentences and templates, kept with the results: to compile them takes longer than to word a page.

Kept is code, which is run as it is: under this user's own key alone, never where the key is shared.
"""

from __future__ import annotations

import base64
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from causal.work.installed import version
from causal.work.store import Store, key

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.bccache import Bucket

NOTHING_KEPT = Store(None)


class Compiled(BytecodeCache):
    """Jinja's bytecode, all in one entry of a store. An environment that uses it folds nothing that depends on a report."""

    def __init__(self, store: Store = NOTHING_KEPT) -> None:
        self.store = NOTHING_KEPT if os.environ.get("CAUSAL_CACHE_KEY") else store
        self.grown = False

    @cached_property
    def name(self) -> str:
        """The key of the entry: of this program, this Python and this Jinja."""
        return key("compiled", sys.version, version("jinja2"))

    @cached_property
    def kept(self) -> dict[str, str]:
        """The bytecode by what Jinja calls it, in base 64."""
        return self.store.get(self.name, dict[str, str]) or {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(base64.b64decode(self.kept[bucket.key]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what Jinja compiled."""
        self.kept[bucket.key] = base64.b64encode(bucket.bytecode_to_string()).decode()
        self.grown = True

    def template(self, environment: Environment, source: str) -> Template:
        """Give a sentence as a template."""
        bucket = self.get_bucket(environment, f"{environment.autoescape} {source}", None, source)
        if bucket.code is None:
            bucket.code = environment.compile(source)
            self.set_bucket(bucket)
        return environment.template_class.from_code(environment, bucket.code, environment.make_globals(None))

    def keep(self) -> None:
        """Keep what was compiled since."""
        if self.grown:
            self.store.put(self.name, self.kept)
            self.grown = False
