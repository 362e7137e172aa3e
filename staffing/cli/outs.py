"""What ``--out`` names: a file, or a folder for several."""

from __future__ import annotations

from pathlib import Path


def files_of(
    out: Path | None, names: tuple[str, ...], *, overwrite: bool = False
) -> tuple[Path, ...]:
    """Return the files to write; nothing for None.

    Parameters
    ----------
    out
        A file whose ending is that of one of the names, or a folder, which is made.
    names
        Of the files in a folder.
    overwrite
        Whether files that are there may be replaced.

    Raises
    ------
    OutputError
        If a file is there already, or cannot be written.
    """
    from staffing.errors import OutputError
    from staffing.io.files import check_ours, safe_folder

    if out is None:
        return ()
    endings = [Path(name).suffix for name in names]
    if out.suffix and not out.is_dir():
        if out.suffix.lower() not in endings:
            raise OutputError(
                str(out), f"the ending is {out.suffix!r}", f"{' or '.join(endings)}, or a folder"
            )
        if out.exists() and not overwrite:
            raise OutputError(str(out), "exists already", todo="use --overwrite or another --out")
        if not out.parent.is_dir():
            raise OutputError(str(out), "the folder does not exist", todo="create the folder")
        return (out,)
    folder = safe_folder(out, overwrite)
    for name in names:
        check_ours(folder / name)
    return tuple(folder / name for name in names)
