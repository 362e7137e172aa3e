"""Pages from this room's templates.

Imports jinja2, only when a page is made: the terminal does not need it.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def render(template: str, **values: object) -> str:
    """Return a page from a template of this room; a value that is not given raises.

    Parameters
    ----------
    template
        Name of the file.
    **values
        What the template shows, beside the version of the package.
    """
    import jinja2  # noqa: PLC0415

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("staffing.reports"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template(template).render(version=_version(), **values)


def _version() -> str:
    try:
        return version("staffing")
    except PackageNotFoundError:  # pragma: no cover - run from a tree that is not installed
        return ""
