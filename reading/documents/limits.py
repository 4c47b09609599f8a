"""How much one upload may cost. Every figure is enforced by the module that spends it."""

from typing import Final

MAX_FILE_BYTES: Final = 5 * 1024 * 1024
MAX_TEXT_BYTES: Final = 200 * 1024
MAX_LINES: Final = 10_000
MAX_PAGES: Final = 50

MAX_PACKAGE_ENTRIES: Final = 200
MAX_UNPACKED_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACK_RATIO: Final = 100
UNPACK_CHUNK: Final = 64 * 1024

CHILD_MEMORY_BYTES: Final = 512 * 1024 * 1024
# Processor time, not the clock: on a busy machine a file is read later, not refused.
CHILD_CPU_SECONDS: Final = 5
CHILD_OPEN_FILES: Final = 32
CHILD_WALL_SECONDS: Final = 60.0  # only for a child that neither works nor ends
CHILDREN_PER_HOST: Final = 2
QUEUE_SECONDS: Final = 40.0
CHILD_REPLY_BYTES: Final = 4 * 1024 * 1024
