// The node chosen: what it is, what it reads, on how much that rests, and its course over the periods.
function drawDetail() {
  const { node, metric, period } = state;
  const found = reading(metric, period, node);
  fill(
    "detail",
    el("p", { class: "overline" }, aboutNode(node)),
    el("h3", { id: "detail-name", tabindex: "-1" }, nameOf(node)),
    parentsOf(node, period),
    el("p", { class: "metric" }, labelOf(metric), periodMark(period)),
    ...valueOf(found, metric),
    figures(found),
    trendOf(node, metric),
  );
  fill("explanation", ...explained(metric, period, node));
}

function aboutNode(node) {
  const named = DATA.nodes.name[node] !== null;
  return named ? `${kindWord(node)} · ${DATA.nodes.id[node]}` : kindWord(node);
}

function periodMark(period) {
  return DATA.periods.length > 1 ? el("span", { class: "quiet" }, ` · ${DATA.periods[period].label}`) : null;
}

function parentsOf(node, period) {
  const parents = treeOf(period).parents.get(node) ?? [];
  if (!parents.length) return null;
  const word = t(parents.length > 1 ? "detail.parents" : "detail.parent");
  return el("p", { class: "parents" }, word, " ", ...namesAsLinks(parents));
}

function namesAsLinks(nodes) {
  return nodes.flatMap((node, place) => {
    const link = nodeButton(node, "link", `parent-${node}`);
    return place ? [", ", link] : [link];
  });
}

/** A name that chooses its node; the key is what the keyboard's place is kept by when the page is redrawn. */
function nodeButton(node, look, key) {
  const choose = () => select(node);
  return el("button", { type: "button", class: look, "data-key": key, onclick: choose }, nameOf(node));
}

function valueOf(found, metric) {
  if (found.value === null) {
    const because = t("missing.because", { reason: reasonWord(found.reason) });
    return [el("p", { class: "big none" }, t("missing.none")), el("p", { class: "because" }, because)];
  }
  const unit = el("span", { class: "unit" }, unitWord(metric));
  return [el("p", { class: "big" }, shown(found.value, metric), unit)];
}

function figures(found) {
  const texts = {
    n: whole(found.n),
    heads: whole(found.heads),
    due: whole(found.due),
    coverage: found.coverage === null ? "—" : percent(found.coverage),
  };
  const entries = Object.entries(texts).map(([name, text]) =>
    el("div", {}, el("dt", { title: t(`column.${name}.hint`) }, t(`column.${name}`)), el("dd", {}, text)),
  );
  return el("dl", { class: "figures" }, ...entries);
}
