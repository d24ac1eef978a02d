// The page as a whole: filters, and drawing everything anew when the state changes.

function option(value, words, chosen) {
  return make("option", { value, selected: value === (chosen ?? "") }, words);
}

function countsBy(visible, keysOf) {
  const counts = new Map();
  for (const stop of visible) for (const key of new Set(keysOf(stop))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function showFilters() {
  const visitors = [...countsBy(visibleStops(["visitor"]), ({ visitors: some }) => some)].sort(([a, n], [b, m]) => m - n || nameOf(a).localeCompare(nameOf(b)));
  fill(byId("visitor"), option("", t("all"), state.visitor), visitors.map(([person, n]) => option(entities[person].id, `${nameOf(person)} (${n})`, state.visitor)));
  const inside = countsBy(visibleStops(["place"]), ({ divisions: some }) => some);
  const below = grouped([...inside.keys()].filter((one) => !divisions[one].parent || inside.has(divisions[one].parent)), (one) => divisions[one].parent ?? "");
  const branch = (parent, depth) =>
    (below.get(parent) ?? [])
      .sort((a, b) => inside.get(b) - inside.get(a))
      .flatMap((one) => [option(one, `${"\u2003".repeat(depth)}${divisionName(one)} (${inside.get(one)})`, state.place), ...branch(one, depth + 1)]);
  fill(byId("place"), option("", t("all"), state.place), branch("", 0));
  const themes = countsBy(visibleStops(["theme"]), (stop) => stop.themes.map(({ dimension, theme }) => `${dimension}/${theme}`));
  const groups = DIMENSIONS.map((dimension) => {
    const of = [...themes].filter(([key]) => key.startsWith(`${dimension}/`)).sort(([, n], [, m]) => m - n);
    return of.length && make("optgroup", { label: t(`dimension.${dimension}`) }, of.map(([key, n]) => option(key, `${themeName(key.split("/")[1])} (${n})`, state.theme)));
  });
  fill(byId("theme"), option("", t("all"), state.theme), groups);
  for (const key of ["visitor", "place", "theme"]) {
    // What another filter has left without stops is still said to be chosen.
    if (state[key] && byId(key).value !== state[key]) byId(key).append(option(state[key], wordsOf(key), state[key]));
  }
  for (const key of ["since", "until", "q"]) if (byId(key) !== document.activeElement) byId(key).value = state[key] ?? "";
}

/** What a narrowing says to a person. */
function wordsOf(key) {
  const value = state[key];
  if (key === "visitor" || key === "person") return entityIndex.has(value) ? nameOf(entityIndex.get(value)) : value;
  if (key === "place") return value in divisions ? divisionName(value) : value;
  if (key === "theme") return themeName(value.split("/").at(-1));
  if (key === "at") {
    const division = stops.find(({ at }) => at === value)?.divisions.at(-1);
    return division ? divisionName(division) : value;
  }
  return value;
}

function showState(visible) {
  const tours = new Set(visible.map(({ document }) => document)).size;
  byId("shown").textContent = t("shown", { stops: t("count.stops", { n: visible.length }), tours: t("count.tours", { n: tours }) });
  fill(
    byId("chips"),
    NARROWING.filter((key) => state[key]).map((key) => {
      const words = `${t(`chip.${key}`)}${language() === "zh" ? "" : " "}${wordsOf(key)}`;
      return make("li", {}, make("button", { type: "button", "aria-label": t("drop", { words }), onclick: () => change({ [key]: null }) }, words, make("span", { "aria-hidden": "true" }, " ×")));
    }),
  );
}

function showFrame() {
  document.documentElement.lang = language() === "zh" ? "zh-Hans" : "en";
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === language()));
  const { counts } = data;
  const asked = Object.entries(data.asked).map(([key, value]) => `${t(`chip.${key}`)} ${value}`).join(", ");
  const cut = counts.stops_shown < counts.stops_asked ? `${t("cut", { shown: counts.stops_shown, all: counts.stops_asked })}` : "";
  byId("held").textContent = `${t("held", { stops: t("count.stops", { n: counts.stops_shown }), tours: t("count.tours", { n: counts.tours_shown }) })}${asked && ` (${asked})`} ${cut}`;
  byId("origin").textContent = t("origin", { run: data.run ?? 0, at: (data.finishedAt ?? "").replace("T", " ") });
}

const drawing = { asked: 0, last: Promise.resolve() };

/** Show the state. Charts are drawn one state after the other; a state that is past before its turn is left out. */
function render() {
  const visible = visibleStops();
  tip.hide();
  showFrame();
  showFilters();
  showState(visible);
  showTable(visible);
  showThemes(visible);
  showReader(visible);
  const turn = ++drawing.asked;
  drawing.last = drawing.last.then(async () => {
    try {
      if (turn === drawing.asked) await Promise.all([showMap(visible), showTimeline(visible), showPeople(visible)]);
    } catch (error) {
      console.error(error); // the next state is drawn all the same
    }
    document.body.dataset.ready = String(turn);
  });
}

function listen() {
  for (const key of ["visitor", "place", "theme", "since", "until"]) byId(key).addEventListener("change", () => change({ [key]: byId(key).value || null }));
  byId("q").addEventListener("input", () => change({ q: byId("q").value.trim() || null }, { silent: true }));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    change(Object.fromEntries(NARROWING.map((key) => [key, null])));
    byId("q").value = "";
  });
  for (const key of ["dimension", "level"]) byId(key).addEventListener("change", () => change({ [key]: byId(key).value }));
  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => change({ lang: button.dataset.language }));
  byId("table-more").addEventListener("click", () => {
    table.rows += PAGE;
    render();
  });
  byId("timeline-more").addEventListener("click", () => {
    timeline.all = !timeline.all;
    render();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("reader").focus();
  });
  addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && state.stop && !target.closest(".chart, form")) change({ stop: null });
  });
  addEventListener("beforeprint", () => showTable(visibleStops(), { everything: true }));
  addEventListener("afterprint", () => showTable(visibleStops()));
  let width = innerWidth;
  new ResizeObserver(() => {
    if (width === innerWidth || !byId("map").clientWidth) return;
    width = innerWidth;
    render();
  }).observe(document.documentElement);
  listenToMap();
}

listen();
render();
