// The table of stops: what the charts show, to be read, sorted and followed.

const PAGE = isPhone() ? 15 : 60;
const table = { sort: "day", reversed: true, rows: PAGE };
const COLUMNS = {
  day: (stop) => stop.from ?? "",
  place: (stop) => placeName(stop),
  liesIn: (stop) => liesIn(stop),
  visitors: (stop) => namesOf(stop.visitors),
  activity: (stop) => t(`activity.${stop.activity}`),
  report: (stop) => titleOf(stop.document),
};

function sortedStops(visible) {
  const value = COLUMNS[table.sort];
  const collator = new Intl.Collator(language());
  const sorted = inOrder(visible).map((stop) => [value(stop), stop]);
  const turn = table.reversed ? -1 : 1;
  // A stop without a day, or without whatever is sorted by, comes last either way.
  sorted.sort(([a], [b]) => Number(a === "") - Number(b === "") || (table.sort === "day" ? turn * (a < b ? -1 : a > b ? 1 : 0) : turn * collator.compare(a, b)));
  return sorted.map(([, stop]) => stop);
}

function showTable(visible, { everything = false } = {}) {
  const shown = sortedStops(visible).slice(0, everything ? Infinity : table.rows);
  const heads = Object.keys(COLUMNS).map((key) => {
    const order = table.sort === key ? (table.reversed ? "descending" : "ascending") : null;
    const arrow = make("span", { "aria-hidden": "true" }, order ? (table.reversed ? " ↓" : " ↑") : "");
    const sort = () => {
      Object.assign(table, { sort: key, reversed: table.sort === key ? !table.reversed : key === "day" });
      render();
      byId("table").querySelector(`[data-column="${key}"]`).focus();
    };
    // A browser that prints repeats the head on every page, but not its buttons.
    if (everything) return make("th", { scope: "col" }, t(`column.${key}`));
    return make("th", { scope: "col", "aria-sort": order }, make("button", { type: "button", "data-column": key, onclick: sort }, t(`column.${key}`), arrow));
  });
  const rows = shown.map((stop) => {
    const chosen = stop.id === state.stop;
    const link = make("a", { href: addressWith({ stop: stop.id }), "aria-current": chosen && "true", lang: stop.document.language, "data-stop": stop.id }, placeName(stop));
    return make(
      "tr",
      { class: chosen && "chosen" },
      make("td", { class: "day" }, daysOf(stop.from, stop.to) || make("span", { class: "faint" }, t("undated"))),
      make("td", {}, link),
      make("td", {}, liesIn(stop) || make("span", { class: "faint" }, t("nowhere"))),
      make("td", {}, namesOf(stop.visitors) || make("span", { class: "faint" }, "–")),
      make("td", {}, COLUMNS.activity(stop)),
      make("td", { class: "report", lang: stop.document.language }, make("span", { title: titleOf(stop.document) }, titleOf(stop.document))),
    );
  });
  if (!rows.length) rows.push(make("tr", {}, make("td", { colspan: heads.length, class: "empty" }, nothingLeft())));
  fill(byId("table"), make("caption", { class: "unseen" }, t("stops")), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows));
  byId("table").parentElement.classList.toggle("tall", shown.length > 12);
  const left = visible.length - shown.length;
  byId("table-more").hidden = left <= 0;
  byId("table-more").textContent = t("table.more", { n: left });
}
