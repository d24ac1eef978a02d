// Words and names in the page's language.

const language = () => (state.lang === "zh" || state.lang === "en" ? state.lang : DEFAULT_LANGUAGE);
const DEFAULT_LANGUAGE = (navigator.language ?? "en").startsWith("zh") ? "zh" : "en";

/** The words of a key, with {names} replaced; a number as `n` takes the key's singular where the language has one. */
function t(key, values = {}) {
  const words = STRINGS[language()];
  const found = (values.n === 1 && words[`${key}.one`]) || words[key] || key;
  return found.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString("en") : values[name]));
}

const nameOf = (entity) => entities[entity][language()];
const namesOf = (people) => people.map(nameOf).join(language() === "zh" ? "、" : ", ");
const divisionName = (division) => divisions[division][language()];
const themeName = (theme) => STRINGS[language()][`theme.${theme}`] ?? theme.replaceAll("_", " ");

/** A stop's place: as its document says it, or in the page's language where the place has a name in it. */
function placeName(stop) {
  return stop.document.language.startsWith(language()) ? stop.place : entityNameIn(stop) ?? stop.place;
}

function entityNameIn(stop) {
  const entity = entities[stop.entity];
  return entity.en === entity.zh ? null : entity[language()];
}

/** Whether a stop's place has a name in the page's language. */
const isInLanguage = (stop) => stop.document.language.startsWith(language()) || entityNameIn(stop) !== null;

/** Where a stop's place lies, the narrowest division first. */
function liesIn(stop) {
  const names = stop.divisions.map(divisionName);
  return language() === "zh" ? names.join("") : names.reverse().join(", ");
}

/** Days as 2024-07-01, 2024-07-01–03, 2024-07-30–08-02. */
function daysOf(from, to) {
  if (!from) return "";
  if (!to || from === to) return from;
  if (from.slice(0, 7) === to.slice(0, 7)) return `${from}–${to.slice(8)}`;
  return from.slice(0, 4) === to.slice(0, 4) ? `${from}–${to.slice(5)}` : `${from}–${to}`;
}

function describe(stop) {
  return [daysOf(stop.from, stop.to) || t("undated"), placeName(stop), liesIn(stop), namesOf(stop.visitors)].filter(Boolean).join(" · ");
}

const nothingLeft = () => t(NARROWING.some((key) => state[key]) ? "nothing" : "nothing.all");

const titleOf = (document) => document.title || document.source;
