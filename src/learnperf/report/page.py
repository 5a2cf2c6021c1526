"""The page: one HTML file that holds all it shows, its code and the plotting library, and asks no network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources

from learnperf.errors import InvalidValue, MissingExtra
from learnperf.report.frame import frame_of
from learnperf.report.island import island_of
from learnperf.report.reading import ReadReport
from learnperf.report.structure import structure_of
from learnperf.report.words import ASKED, FRAME, LANGUAGES
from learnperf.rollup.result import Rollup
from learnperf.rollup.scorecards import Scorecards

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup
    from plotly.offline import get_plotlyjs
except ImportError:
    raise MissingExtra("the HTML report", "report") from None

# in the order in which they lean on each other
_SCRIPTS = (
    "data",
    "words",
    "dom",
    "colours",
    "areas",
    "map",
    "table",
    "trend",
    "detail",
    "explain",
    "scorecard",
    "page",
)


def page_of(
    result: Rollup,
    read: ReadReport | None,
    *,
    title: str | None = None,
    language: str = "en",
    cards: Scorecards | None = None,
) -> Iterator[str]:
    """Give the page of a result, in pieces.

    Parameters
    ----------
    read
        What became of the rows read, if files were read.
    title
        Heading of the page; left out, the name of the unit at the top.
    language
        The language it opens in: ``en`` or ``id``.
    cards
        Scorecards of the result's units and teams, to show one for each.

    Raises
    ------
    InvalidValue
        A language the page does not speak.
    """
    if language not in LANGUAGES:
        raise InvalidValue("language", language, "is not spoken by the report", f"one of {', '.join(LANGUAGES)}")
    environment = Environment(
        loader=PackageLoader("learnperf.report"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    scripts = [_inline(text) for text in (get_plotlyjs(), own_script())]
    place = LANGUAGES.index(language)
    return environment.get_template("report.html.j2").generate(
        frame_of(result, read),
        title=title or _top(result) or ASKED["title"][place],
        language=language,
        card=None if cards is None else cards.card,
        language_place=place,
        words=FRAME,
        policy=policy_for(scripts),
        style=Markup(_source("style/report.css")),  # noqa: S704 -- our own file, not data
        data=Markup(safe_json(island_of(result, language, cards))),  # noqa: S704 -- made safe for a script element
        scripts=[Markup(script) for script in scripts],  # noqa: S704 -- our own code and the library's
    )


def own_script() -> str:
    """Give the page's own code as one script that shares nothing with the library's.

    Examples
    --------
    >>> own_script().startswith("(() => {")
    True
    """
    parts = "\n".join(_source(f"script/{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


def safe_json(value: Mapping[str, object]) -> str:
    r"""Write JSON that cannot end the script element it stands in, nor be read as anything but text.

    Examples
    --------
    >>> safe_json({"name": "</script><!--"})
    '{"name":"\\u003c/script\\u003e\\u003c!--"}'
    """
    # characters beyond ASCII are escaped, so line separators that break older scripts are too
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def policy_for(scripts: Iterable[str]) -> str:
    """Allow these very scripts, styles and pictures of the page itself, and no network at all."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _top(result: Rollup) -> str | None:
    """Name of the unit at the top, on the last day of the result."""
    if not result.periods:
        return None
    top = result.nodes[structure_of(result, result.periods[-1]).root]
    return result.organization.node(top).name or top


def _inline(script: str) -> str:
    """Make a script fit to stand in a page: nothing in it ends the element, and reading it changes no byte."""
    plain = script.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _source(name: str) -> str:
    return resources.files("learnperf.report").joinpath(name).read_text(encoding="utf-8")
