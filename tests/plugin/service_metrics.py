"""Metrics of somebody else's, in a package of its own; one of them has a fault that its author did not see."""

import learnperf as lp


@lp.metric(evidence=lp.Innovation, unit="services", name="service.new", label=("New services", "Layanan baru"))
def new_services(innovation: lp.Innovation) -> lp.Count:
    """New services: innovations that are a product nobody had before."""
    is_service = innovation.kind is lp.InnovationKind.PRODUCT
    return lp.Count(is_service and innovation.novelty is lp.Novelty.NEW)


@lp.metric(evidence=lp.Evaluation, unit="score", name="desk.satisfaction")
def satisfaction(evaluation: lp.Evaluation) -> lp.Mean | lp.Missing:
    """Mean score of those given at the desk."""
    if evaluation.steps is None:
        return lp.Missing()
    return lp.Mean.of_one(evaluation.steps, evaluation.scale)


@lp.metric(evidence=lp.Evaluation, unit="score", name="desk.hurried")
def hurried(evaluation: lp.Evaluation) -> lp.Mean:
    """Mean score; the fault: whoever was asked and gave no score counts as the lowest."""
    return lp.Mean.of_one(evaluation.steps or 0, evaluation.scale)


METRICS = [new_services, satisfaction, hurried]
