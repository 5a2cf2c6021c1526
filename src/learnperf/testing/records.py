"""Evidence of every kind about the nodes of an organization, dated on and around the days on which its ties change."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from learnperf.model.collection import Evidence
from learnperf.model.evidence import Record
from learnperf.model.organization import Organization
from learnperf.testing.choosing import number
from learnperf.testing.organizations import organizations
from learnperf.testing.stories import ACTIVITIES, Story


@st.composite
def _evidence(
    draw: st.DrawFn, organization: Organization | None, most: int, prefer: tuple[type[Record], ...]
) -> Evidence:
    known = draw(_ANY_ORGANIZATION) if organization is None else organization
    story = Story.about(draw, known, prefer=prefer)
    for _ in range(draw(number(0, most))):
        story.add()
    return Evidence.of(story.records, activities=ACTIVITIES)


@st.composite
def _both(
    draw: st.DrawFn, organization: st.SearchStrategy[Organization], most: int, prefer: tuple[type[Record], ...]
) -> tuple[Organization, Evidence]:
    drawn = draw(organization)
    return drawn, draw(_evidence(drawn, most, prefer))


def evidence(
    organization: Organization | None = None, *, max_records: int = 12, prefer: Iterable[type[Record]] = ()
) -> st.SearchStrategy[Evidence]:
    """Give evidence of every kind about the nodes of an organization.

    Subjects are learners, teams and units as each kind allows, contributors share credit, some records supersede
    others, some scores are missing, and days lie on and around those on which ties begin and end, so that some
    evidence is about people who were not there.

    Parameters
    ----------
    organization
        Whose nodes the evidence is about; left out, one is drawn and forgotten.
    max_records
        Most records, superseded ones included.
    prefer
        Kinds of records to draw more often than the others.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(evidence(max_records=5))
    ... def test_what_is_superseded_is_not_in_force(found):
    ...     assert not found.superseded.keys() & found.records.keys()
    >>> test_what_is_superseded_is_not_in_force()
    """
    return _evidence(organization, max_records, tuple(prefer))


def organization_and_evidence(
    organization: st.SearchStrategy[Organization] | None = None,
    *,
    max_records: int = 12,
    prefer: Iterable[type[Record]] = (),
) -> st.SearchStrategy[tuple[Organization, Evidence]]:
    """Give an organization together with evidence about its nodes.

    Parameters
    ----------
    organization
        Strategy for the organization, where `organizations` as it comes is not what is wanted.
    max_records
        Most records of evidence.
    prefer
        Kinds of records to draw more often than the others.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(organization_and_evidence())
    ... def test_subjects_are_known(drawn):
    ...     organization, found = drawn
    ...     assert all(subject in organization for record in found for subject, _ in record.subjects)
    >>> test_subjects_are_known()
    """
    return _both(_ANY_ORGANIZATION if organization is None else organization, max_records, tuple(prefer))


_ANY_ORGANIZATION = organizations()
