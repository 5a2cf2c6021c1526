// Words and numbers in the language chosen.
const LANGUAGES = ["en", "id"];
let language = DATA.language;

/** A word of the page; {names} in it are filled from `parts`. */
function t(key, parts = {}) {
  const text = DATA.words[key][LANGUAGES.indexOf(language)];
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in parts ? String(parts[name]) : all));
}

/** Of a pair (English, Indonesian), the one to show. */
function either(pair) {
  return pair[LANGUAGES.indexOf(language)];
}

function whole(number) {
  return new Intl.NumberFormat(language).format(number);
}

/** A value as people read it: counts whole, means to two places, shares as per cent. */
function shown(value, metric) {
  if (value === null || value === undefined) return "";
  const { unit } = DATA.metrics[metric];
  if (unit === "share") return percent(value);
  if (unit === "yes/no" && (value === 0 || value === 1)) return t(value === 1 ? "yes" : "no");
  if (onlyWhole(metric)) return whole(value);
  const digits = Math.abs(value) >= 0.1 || value === 0 ? 2 : 4;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 2 }).format(value);
}

const wholeMetrics = new Map();

/** Whether a metric reads nothing but whole numbers here, so that means line up and counts carry no decimals. */
function onlyWhole(metric) {
  if (!wholeMetrics.has(metric)) {
    const { readings } = DATA.metrics[metric];
    const isWhole = (value) => value === null || Number.isInteger(value);
    wholeMetrics.set(metric, readings.every(({ value }) => column(value).every(isWhole)));
  }
  return wholeMetrics.get(metric);
}

function percent(part) {
  if (part === null) return "";
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(part);
}

function kindWord(node) {
  return t(`kind.${DATA.kinds[KIND[node]]}`);
}

function reasonWord(code) {
  return either(DATA.reasons[code]);
}

function labelOf(metric) {
  return either(DATA.metrics[metric].label);
}

function unitWord(metric) {
  const { unit } = DATA.metrics[metric];
  if (unit === "share" || unit === "yes/no") return "";
  return `unit.${unit}` in DATA.words ? t(`unit.${unit}`) : unit;
}

/** A sum counts whole pieces in parts of `whole`; extremes and sizes of sets are what they are. */
function shownState(number, name, metric) {
  return plain(Number(number) / (DATA.metrics[metric].weighted.includes(name) ? DATA.whole : 1));
}

/** A number with as many decimals as it needs, up to three. */
function plain(number) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(number);
}

/** Put everything the server wrote in both languages into the chosen one. */
function translatePage() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-en]")) node.textContent = node.dataset[language];
  for (const node of document.querySelectorAll("[data-label-en]")) {
    node.setAttribute("aria-label", language === "en" ? node.dataset.labelEn : node.dataset.labelId);
  }
  for (const node of document.querySelectorAll("[data-number]")) node.textContent = whole(Number(node.dataset.number));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}
