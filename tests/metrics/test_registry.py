"""The catalogue: our metrics, those registered here, and those of packages somebody installed."""

import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.errors import MetricDefinitionError, RegistryError, UnknownName
from learnperf.metrics.registry import built_in, registry, unregister

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give a way to install a distribution of one module, for one test."""
    modules: list[str] = []

    def install(name: str, source: str, entry: str = "METRICS", *, metadata: str | None = None) -> None:
        module = name.replace("-", "_")
        modules.append(module)
        (tmp_path / f"{module}.py").write_text(f"import learnperf as lp\n{source}\n", encoding="utf-8")
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n" if metadata is None else metadata
        (info / "METADATA").write_text(text, encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[learnperf.metrics]\nmine = {module}:{entry}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    yield install
    for module in modules:
        sys.modules.pop(module, None)


def metric_source(name: str, variable: str = "METRICS") -> str:
    return (
        f"{variable} = lp.Metric({name!r}, label='Mine', unit='things', evidence=lp.Innovation, "
        "state=lp.Count, lift={'count': 1})"
    )


def a_metric(name: str) -> lp.Metric:
    return lp.Metric(name, label="Mine", unit="things", evidence=lp.Innovation, state=lp.Count, lift={"count": 1})


def names(*chosen: str) -> list[str]:
    return [metric.name for metric in lp.catalogue(*chosen)]


def test_a_metric_of_an_installed_package_is_in_the_catalogue_and_in_a_rollup(
    installed_plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "service.new" not in names()
    monkeypatch.syspath_prepend(installed_plugin)
    (metric,) = lp.catalogue("service")
    assert metric.label == ("New services", "Layanan baru")
    organization = lp.Organization.of(units=[lp.Unit("MOF"), lp.Unit("DJP")], ties=[lp.Reporting("DJP", "MOF")])
    ideas = [
        lp.Innovation("i1", on=date(2026, 1, 1), contributors=["DJP"], kind=lp.InnovationKind.PRODUCT),
        lp.Innovation("i2", on=date(2026, 1, 1), contributors=["DJP"], kind=lp.InnovationKind.PROCESS),
    ]
    result = lp.rollup(organization, lp.Evidence.of(ideas))
    assert result["MOF", "service.new"].value == 1
    assert result["MOF", "innovation.count"].value == 2
    sys.modules.pop("service_metrics", None)


def test_a_package_may_offer_several_metrics(install: Install) -> None:
    install("several", metric_source("several.a", "a") + "\n" + metric_source("several.b", "b") + "\nMETRICS = (a, b)")
    assert names("several") == ["several.a", "several.b"]
    assert {registry().known[name].distribution for name in names("several")} == {"several"}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import not_there_at_all", "ModuleNotFoundError"),
        (
            "METRICS = lp.Metric('x', label='', unit='', evidence=lp.Team, state=lp.Count)",
            "problems in the metric",
        ),
        ("METRICS = 3", "gives int, not a metric or a list of them"),
        ("METRICS = 'career'", "gives str, not a metric"),
        ("METRICS = [3]", "gives int, not a metric"),
        ("METRICS = []", "gives nothing, not a metric"),
        ("METRICS = (one for one in ())", "gives generator, not a metric or a list"),
        ("METRIC = 1", "AttributeError"),
    ],
)
def test_60_a_package_whose_metrics_cannot_be_loaded_is_named_and_the_rest_works(
    install: Install, source: str, reason: str
) -> None:
    install("broken-one", source)
    install("sound-one", metric_source("sound.metric"))
    with pytest.warns(lp.PluginWarning, match="'mine' of broken-one cannot be loaded") as caught:
        known = lp.catalogue()
    assert reason in str(caught[0].message)
    assert len(caught) == 1
    assert {"sound.metric", "kirkpatrick.behaviour"} <= {metric.name for metric in known}


def test_a_package_whose_metadata_is_damaged_still_gives_its_metrics(install: Install) -> None:
    install("nameless", metric_source("nameless.metric"), metadata="")
    with warnings.catch_warnings():
        # Python itself means to refuse such a distribution one day
        warnings.simplefilter("ignore", DeprecationWarning)
        known = registry().known
    assert known["nameless.metric"].distribution == "an unnamed distribution"


def test_60_two_packages_that_claim_one_name_are_both_named(install: Install) -> None:
    install("first-one", metric_source("claimed.metric"))
    install("second-one", metric_source("claimed.metric"))
    with pytest.raises(RegistryError, match=r"claimed\.metric.*two packages, first-one and second-one"):
        lp.catalogue()


def test_a_package_cannot_take_the_name_of_one_of_ours(install: Install) -> None:
    install("bold-one", metric_source("innovation.count"))
    with pytest.raises(RegistryError, match="two packages, learnperf and bold-one"):
        lp.catalogue()


def test_a_package_cannot_take_the_name_of_a_part_of_one_of_ours(install: Install) -> None:
    assert "career.did_not_learn" not in names()
    install("sly-one", metric_source("career.did_not_learn"))
    with pytest.raises(RegistryError, match=r"career\.did_not_learn"):
        lp.catalogue()


def test_a_package_that_gives_a_name_twice_is_told_so(install: Install) -> None:
    install("twice", metric_source("twice.x", "a") + "\n" + metric_source("twice.x", "b") + "\nMETRICS = [a, b]")
    with pytest.raises(RegistryError, match=r"twice\.x.*given by twice twice"):
        lp.catalogue()


def test_a_package_may_build_on_our_metrics_while_it_is_loaded(install: Install) -> None:
    of_ours = "ideas, people = lp.catalogue('innovation.count', 'roster.learners')"
    per_head = "lp.RatioOf('head.ideas', label='x', unit='x', numerator=ideas, denominator=people)"
    install("building", f"{of_ours}\nMETRICS = [ideas, {per_head}]")
    assert names("head", "innovation.count") == ["head.ideas", "innovation.count"]


@pytest.fixture
def clean() -> Iterator[None]:
    yield
    unregister("here.a", "here.b")


@pytest.mark.usefixtures("clean")
def test_metrics_can_be_registered_in_this_process_and_taken_out_again() -> None:
    first, second = a_metric("here.a"), a_metric("here.b")
    lp.register(first, second, first)
    lp.register(first)
    assert lp.catalogue("here") == (first, second)
    assert registry().known["here.a"].distribution == "this process"
    unregister("here.a", "not.known")
    assert lp.catalogue("here") == (second,)


@pytest.mark.usefixtures("clean")
def test_a_name_already_taken_is_refused_all_at_once_and_nothing_is_registered() -> None:
    with pytest.raises(MetricDefinitionError) as caught:
        lp.register(a_metric("career.moves"), a_metric("here.a"), a_metric("roster.learners"), a_metric("here.a"))
    assert [(problem.rule, problem.ids) for problem in caught.value.problems] == [
        ("name taken", ("career.moves",)),
        ("name taken", ("roster.learners",)),
        ("name taken", ("here.a",)),
    ]
    assert "here.a" not in names()


@pytest.mark.usefixtures("clean")
def test_a_part_of_a_new_metric_cannot_have_a_taken_name() -> None:
    (people,) = lp.catalogue("roster.learners")
    rate = lp.RatioOf("here.a", label="A", unit="x", numerator=a_metric("career.moves"), denominator=people)
    with pytest.raises(MetricDefinitionError, match=r"career\.moves is already a metric of learnperf"):
        lp.register(rate)


def test_the_catalogue_is_asked_by_name_or_family() -> None:
    assert names("career.moves") == ["career.moves"]
    assert names("career.moves", "correction.count", "career.moves") == ["career.moves", "correction.count"]
    assert set(names("kirkpatrick")) == {name for name in names() if name.startswith("kirkpatrick.")}
    assert names("kirkpatrick.behaviour")[0] == "kirkpatrick.behaviour"
    assert len(names()) == len(list(built_in()))


def test_an_unknown_name_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"kirkpatrick\.behaviour") as caught:
        lp.catalogue("kirkpatrick.behavior")
    assert caught.value.kind == "metric"
    with pytest.raises(UnknownName, match="nearest: innovation"):
        lp.catalogue("innovations")


def test_the_catalogue_is_chosen_by_family_row_and_level_together() -> None:
    chosen = lp.catalogue("kirkpatrick", row="T3", level="team")
    assert chosen
    assert all(one.name.startswith("kirkpatrick.") and "T3" in one.rows for one in chosen)
    assert all(lp.NodeKind.TEAM in one.levels for one in lp.catalogue(level=lp.NodeKind.TEAM))
    assert not any(one.name == "adoption.count" for one in lp.catalogue("adoption", level="team"))
    assert lp.catalogue("publication", row="T1") == ()


@pytest.mark.parametrize(("row", "level", "nearest"), [("E3.9", None, "E3."), (None, "units", "unit")])
def test_an_unknown_row_or_level_names_the_nearest(row: str | None, level: str | None, nearest: str) -> None:
    with pytest.raises(UnknownName, match=f"nearest: {nearest}"):
        lp.catalogue(row=row, level=level)
