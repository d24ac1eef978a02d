// Themes by place: a table whose cells are shaded, so that it can be read aloud and printed as what it is.

const DIMENSIONS = ["subject", "function", "matter", "clue_source"];
const LEVELS = ["country", "province", "city", "county"];
const MOST_PLACES = 24;

/** White to dark blue, even to the eye and told apart by lightness alone; full at 60 per cent, which few cells pass. */
const depth = (share) => Math.round(8 + 92 * Math.min(1, share / 0.6));

/** The level that compares best: the widest one that shows between 2 and 24 places, none of which has nearly everything. */
function bestLevel(visible) {
  const counts = LEVELS.map((kind) => {
    const at = visible.flatMap((stop) => stop.divisions.filter((division) => divisions[division].kind === kind));
    const sizes = [...grouped(at, (division) => division).values()].map(({ length }) => length);
    return { kind, places: sizes.length, most: Math.max(0, ...sizes) / Math.max(1, at.length) };
  });
  const good = counts.find(({ places, most }) => places >= 2 && most < 0.7) ?? counts.find(({ places }) => places >= 2);
  return (good ?? counts[0]).kind;
}

function themeCounts(visible, dimension, level) {
  const places = new Map();
  const touched = new Map();
  const note = (rows, row, theme, paragraph) => {
    if (!rows.has(row)) rows.set(row, new Map());
    const themes = rows.get(row);
    if (!themes.has(theme)) themes.set(theme, new Set());
    themes.get(theme).add(paragraph);
  };
  for (const stop of visible) {
    const division = stop.divisions.find((one) => divisions[one].kind === level);
    for (const { dimension: of, theme, paragraph } of stop.themes) {
      if (of !== dimension) continue;
      note(touched, "all", theme, paragraph);
      if (division) note(places, division, theme, paragraph);
    }
  }
  const total = (themes) => [...themes.values()].reduce((sum, { size }) => sum + size, 0);
  return {
    themes: [...(touched.get("all") ?? [])].sort(([, a], [, b]) => b.size - a.size).map(([theme]) => theme),
    rows: [...places].map(([division, themes]) => ({ division, themes, total: total(themes) })).sort((a, b) => b.total - a.total),
  };
}

function showThemes(visible) {
  const present = DIMENSIONS.filter((dimension) => data.themes.some(([, of]) => of === dimension));
  const dimension = present.includes(state.dimension) ? state.dimension : (present[0] ?? DIMENSIONS[0]);
  const level = LEVELS.includes(state.level) ? state.level : bestLevel(visible);
  fill(byId("dimension"), present.map((one) => make("option", { value: one, selected: one === dimension }, t(`dimension.${one}`))));
  fill(byId("level"), LEVELS.map((one) => make("option", { value: one, selected: one === level }, t(`level.${one}`))));
  const { themes, rows } = themeCounts(visible, dimension, level);
  const kept = rows.slice(0, MOST_PLACES);
  const head = make(
    "tr",
    {},
    make("th", { scope: "col" }, t(`level.${level}`)),
    themes.map((theme) => {
      const wanted = `${dimension}/${theme}`;
      const toggle = () => change({ theme: state.theme === wanted ? null : wanted });
      return make("th", { scope: "col" }, make("button", { type: "button", "aria-pressed": String(state.theme === wanted), onclick: toggle }, themeName(theme)));
    }),
    make("th", { scope: "col", class: "total" }, t("paragraphs")),
  );
  const body = kept.map(({ division, themes: counts, total }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("button", { type: "button", "aria-pressed": String(state.place === division), onclick: () => change({ place: state.place === division ? null : division }) }, divisionName(division))),
      themes.map((theme) => themeCell(division, `${dimension}/${theme}`, counts.get(theme)?.size ?? 0, total)),
      make("td", { class: "total" }, String(total)),
    ),
  );
  fill(byId("heat"), make("caption", { class: "unseen" }, t("themes")), make("thead", {}, head), make("tbody", {}, body));
  byId("heat").hidden = !kept.length;
  fill(byId("themes-note"), kept.length ? t("themes.note") : t("themes.none"), rows.length > kept.length ? ` ${t("themes.more", { n: rows.length - kept.length })}` : "");
}

function themeCell(division, theme, count, total) {
  if (!count) return make("td", {}, make("span", { class: "faint", "aria-hidden": "true" }, "·"));
  const share = count / total;
  const words = t("themes.cell", { place: divisionName(division), theme: themeName(theme.split("/")[1]), share: Math.round(100 * share), n: count, total });
  const cell = make("td", {}, make("button", { type: "button", title: words, "aria-label": words, "data-count": count, onclick: () => change({ place: division, theme }) }, share < 0.005 ? "<1" : String(Math.round(100 * share))));
  cell.style.backgroundColor = `color-mix(in oklab, #08406f ${depth(share)}%, #ffffff)`;
  cell.style.color = depth(share) > 68 ? "#ffffff" : "#000000"; // at 68 both have a contrast of 4.5 to 1
  return cell;
}
