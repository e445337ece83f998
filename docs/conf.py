"""The documentation site: `sphinx-build -W docs docs/build`. Every example on its pages is run by tests/docs."""

from __future__ import annotations

import sys

from causal import __version__

project = "causal"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["build"]
html_theme = "furo"
html_title = f"causal {__version__}"
html_copy_source = False
html_show_copyright = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
nitpicky = False
suppress_warnings = ["myst.xref_missing"] if "linkcheck" in sys.argv else []
