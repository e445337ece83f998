"""Every limit on untrusted input, in one place. Sizes are bytes, times are seconds."""

from __future__ import annotations

YAML_BYTES = 2_000_000
YAML_DEPTH = 20
YAML_DIGITS = 18
YAML_ITEMS = 20_000  # in one list or mapping
YAML_VALUES = 400_000  # in one file, lists and mappings included
TEXT_CHARACTERS = 5_000  # of one text that an author writes
COMPOSED_CHARACTERS = 200_000  # of one text that is put together from others
REPORT_BYTES = 64_000_000  # of a report.json
REPORT_PARTS = 5_000_000  # values, lists and mappings in it
REPORT_ITEMS = 1_000_000  # in one list or mapping of it
PLAIN_DEPTH = 20  # of what a check was given
LARGEST_WHOLE = 2**63 - 1  # of a whole number
SENTENCE_CHARACTERS = 100_000  # that a sentence from elsewhere may come to
GRAPH_BYTES = 1_000_000  # of a graph in another program's format
GRAPH_NODES, GRAPH_EDGES = 500, 5_000
DATA_BYTES = 64_000_000
DATA_ROWS = 2_000_000
DATA_COLUMNS = 400
DATA_CELLS = 20_000_000  # of all data files of a folder together, declared columns times rows
FOLDER_BYTES = 256_000_000  # of all data files of a folder together, as they lie there
CELL_CHARACTERS = 10_000
FIRST_YEAR, LAST_YEAR = 1800, 2200
FORMULA_CHARACTERS = 500
FORMULA_DEPTH = 30
FORMULA_ARGUMENTS = 40
WINDOW_ROWS = 2_000
EXPONENT = 8.0
PROBLEMS = 200
ATTACHED_FILES = 1_000
MANIFEST_BYTES = 2_000_000  # of the list of attachments
ATTACHED_BYTES = 256_000_000
KEPT_RESULTS = 2_000  # results in the cache
RENDER_SECONDS = 300  # of the processor's time
RENDER_WAIT = 1_800  # seconds of the clock's: a busy machine gives the renderer a part of its time
RENDER_MEMORY = 4_000_000_000
UNPACKED_BYTES = 256_000_000  # of a packed data file, all its parts together
PARQUET_PAGES = 100_000
FETCH_SECONDS = 120.0  # for one dataset, all of it
ANSWER_SECONDS = 20.0  # for a server to connect, or to send something more
REDIRECTS = 5
READING_SECONDS = 120  # for what a stranger's files are read with, in a child process
READING_MEMORY = 2_000_000_000  # beyond what the program itself holds
