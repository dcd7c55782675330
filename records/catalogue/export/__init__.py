from records.catalogue.export.kinds import (
    KINDS,
    XLSX,
    ZIP,
    Cover,
    Kind,
    called,
    columns,
    lines,
    write,
)

__all__ = ["KINDS", "XLSX", "ZIP", "Cover", "Kind", "called", "columns", "lines", "write"]
