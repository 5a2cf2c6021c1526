"""A metric of somebody else's, in a package of its own."""

import learnperf as lp


@lp.metric(evidence=lp.Innovation, unit="services", name="service.new", label=("New services", "Layanan baru"))
def new_services(innovation: lp.Innovation) -> lp.Count:
    """New services: innovations that are a product nobody had before."""
    is_service = innovation.kind is lp.InnovationKind.PRODUCT
    return lp.Count(is_service and innovation.novelty is lp.Novelty.NEW)
