"""Hypothesis plug-in: wherever learnperf is installed, ``st.from_type(learnperf.Organization)`` just works.

Hypothesis calls `register` when it is imported, in the tests of every package that shares the environment. So types
are registered with functions, which load our strategies only when one of them is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from learnperf.model.collection import Evidence
    from learnperf.model.organization import Organization


def register() -> None:
    """Teach ``hypothesis.strategies.from_type`` organizations and evidence."""
    from hypothesis import strategies  # noqa: PLC0415 -- read by pytest before anybody wants Hypothesis

    from learnperf.model.collection import Evidence  # noqa: PLC0415 -- the same
    from learnperf.model.organization import Organization  # noqa: PLC0415 -- the same

    strategies.register_type_strategy(Organization, _organizations)
    strategies.register_type_strategy(Evidence, _evidence)


def _organizations(_: type[Organization]) -> SearchStrategy[Organization]:
    from learnperf.testing import organizations  # noqa: PLC0415 -- takes longer to load than Hypothesis itself

    return organizations()


def _evidence(_: type[Evidence]) -> SearchStrategy[Evidence]:
    from learnperf.testing import evidence  # noqa: PLC0415 -- the same

    return evidence()
