// The page: what is chosen, and who redraws when it changes.
const state = {
  metric: DATA.start.metric,
  period: DATA.start.period,
  node: DATA.start.node,
  focus: DATA.start.node,
  width: "people",
  kinds: new Set(KIND.slice(0, STRUCTURE)),
  filter: "",
  sort: { by: "value", up: false },
  page: 0,
};

/** Choose a node everywhere: map, table and explanation. */
function select(node, fromTable = false) {
  state.node = node;
  const tree = treeOf(state.period);
  const inWindow = windowOf(tree, state.focus).some((sector) => !sector.more && sector.node === node);
  if (node < STRUCTURE && tree.up.has(node) && !inWindow) state.focus = tree.up.get(node) ?? node;
  if (!fromTable) showInTable(node);
  redraw();
  const found = reading(state.metric, state.period, node);
  say(`${fullNameOf(node)}, ${kindWord(node)}. ${spokenReading(found)}.`);
}

/** Turn the table to the page that has a node, where the filters let it through. */
function showInTable(node) {
  const at = tableOrder().indexOf(node);
  if (at >= 0) state.page = Math.floor(at / PAGE);
}

function redraw() {
  keepingFocus(() => {
    drawMap();
    drawTable();
    drawDetail();
    drawCard();
  });
}

function say(text) {
  byId("said").textContent = text;
}

function changeMetric(metric) {
  state.metric = metric;
  state.page = 0;
  redraw();
  byId("meaning").textContent = DATA.metrics[metric].meaning;
  say(`${labelOf(metric)}. ${spokenReading(reading(metric, state.period, state.node))}`);
}

function changePeriod(period) {
  state.period = period;
  const tree = treeOf(period);
  if (!tree.up.has(state.focus)) state.focus = tree.root;
  redraw();
  say(`${DATA.periods[period].label}. ${spokenReading(reading(state.metric, period, state.node))}`);
}

function listenToLanguages(then) {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      language = button.dataset.language;
      then();
    });
  }
}

function changeLanguage() {
  translatePage();
  drawChoices();
  changeMetric(state.metric);
  if (DATA.periods.length > 1) byId("period").value = String(state.period);
}

/** Metrics by their family, as their names give it. */
function drawChoices() {
  const families = new Map();
  DATA.metrics.forEach((metric, place) => {
    if (!metric.asked) return;
    const family = metric.name.includes(".") ? metric.name.split(".")[0] : "";
    if (!families.has(family)) families.set(family, []);
    families.get(family).push(el("option", { value: place, selected: place === state.metric }, labelOf(place)));
  });
  const groups = [...families].map(([family, options]) => el("optgroup", { label: familyWord(family) }, ...options));
  fill("metric", ...groups);
  const kinds = [...new Set(KIND.slice(0, LISTED))];
  fill("kinds", ...kinds.map(kindChoice));
}

function familyWord(family) {
  const key = `family.${family}`;
  return key in DATA.words ? t(key) : family || t("family.other");
}

function kindChoice(kind) {
  const key = `kind-${kind}`;
  const box = el("input", { type: "checkbox", value: kind, "data-key": key, checked: state.kinds.has(kind) });
  box.addEventListener("change", () => {
    if (box.checked) state.kinds.add(kind);
    else state.kinds.delete(kind);
    state.page = 0;
    drawTable();
  });
  return el("label", {}, box, t(`kinds.${DATA.kinds[kind]}`));
}

function drawPeriods() {
  if (DATA.periods.length < 2) return;
  const options = DATA.periods.map(({ label }, place) =>
    el("option", { value: place, selected: place === state.period }, label),
  );
  fill("period", ...options);
  byId("period-choice").hidden = false;
}

/** Wait until typing pauses: filtering thousands of rows at every letter would lag behind the fingers. */
function afterPause(act) {
  let waiting = 0;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, 120);
  };
}

function listen() {
  byId("metric").addEventListener("change", (event) => changeMetric(Number(event.target.value)));
  byId("period").addEventListener("change", (event) => changePeriod(Number(event.target.value)));
  byId("width").addEventListener("change", (event) => {
    state.width = event.target.value;
    drawMap();
  });
  byId("zoom-in").addEventListener("click", () => zoomTo(state.node));
  byId("zoom-out").addEventListener("click", zoomOut);
  byId("map").addEventListener("keydown", walkMap);
  byId("page-before").addEventListener("click", () => turnPage(-1));
  byId("page-after").addEventListener("click", () => turnPage(1));
  byId("filter").addEventListener("input", afterPause(() => {
    state.filter = byId("filter").value;
    state.page = 0;
    drawTable();
    say(byId("table-count").textContent);
  }));
  listenToLanguages(changeLanguage);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawMap);
  let width = window.innerWidth;
  window.addEventListener("resize", afterPause(() => {
    if (window.innerWidth !== width) drawMap();
    width = window.innerWidth;
  }));
}

if (byId("map")) {
  listen();
  drawPeriods();
  changeLanguage();
} else {
  // nothing was read: only the frame is there to be translated
  translatePage();
  listenToLanguages(translatePage);
}
