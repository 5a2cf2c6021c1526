"""Words and conditions that the metrics of Kirkpatrick's levels share."""

from __future__ import annotations

from learnperf.metrics.expressions import Expression, col
from learnperf.model.scales import Scale
from learnperf.model.vocabulary import Level, label

FOUR_LEVELS = "Kirkpatrick & Kirkpatrick (2016), Kirkpatrick's Four Levels of Training Evaluation"
SCORE = {"n": 1, "total": col("score"), "scale_low": col("scale"), "scale_high": col("scale")}

# what the scores of each level are of
_OF = {
    Level.REACTION: ("what people thought of the learning", "pendapat peserta tentang pembelajaran"),
    Level.LEARNING: ("what people learned", "hasil belajar peserta"),
    Level.BEHAVIOUR: ("how people behave at work", "perilaku peserta di tempat kerja"),
    Level.RESULTS: ("what people achieve at work", "hasil kerja peserta"),
}


def after_learning(level: Level) -> Expression:
    """Give the condition of evaluations of a level made after learning; baselines enter changes only."""
    return (col("level") == level) & (col("is_baseline") == 0)


def labels(level: Level, english: str = "", indonesian: str = "") -> tuple[str, str]:
    """Give labels that begin with the level.

    Examples
    --------
    >>> labels(Level.BEHAVIOUR, ", median", ", median")
    ('Behaviour (level 3), median', 'Perilaku (level 3), median')
    """
    first, second = label(level), label(level, "id")
    return f"{first.capitalize()} (level {level}){english}", f"{second.capitalize()} (level {level}){indonesian}"


def asked(level: Level, english: str, indonesian: str) -> tuple[str, str]:
    """Give a question in both languages, with what the scores of a level are of in the place of ``{}``.

    Examples
    --------
    >>> asked(Level.LEARNING, "What is the mean score of {}?", "Berapa rata-rata skor {}?")
    ('What is the mean score of what people learned?', 'Berapa rata-rata skor hasil belajar peserta?')
    """
    of, dari = _OF[level]
    return english.format(of), indonesian.format(dari)


def written(scale: Scale) -> str:
    """Give a scale as labels say it: its ends, and its step where that is not 1.

    Examples
    --------
    >>> written(Scale(1, 5)), written(Scale(0, 1, "0.1"))
    ('1..5', '0..1 by 0.1')
    """
    return str(scale).removesuffix(" by 1")
