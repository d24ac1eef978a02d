// The document: open at the passage that proves the chosen stop, with everything that was found in it, and how.

const KINDS = ["visitor", "companion", "host", "place", "date", "restored"];

/** What was found in a document for a stop: spans in code points, each with its kind, its words and its rule. */
function findings(stop) {
  const { document } = stop;
  const mentions = new Map(document.mentions.map((mention) => [`${mention[0]}/${mention[1]}`, mention]));
  const found = [];
  const note = (kind, start, end, what, rule, more = {}) => found.push({ kind, start, end, what, rule, ...more });
  for (const [part, person, at, start, end, office] of document.participants) {
    if (start === null || (at !== null && at !== stop.index)) continue;
    const mention = mentions.get(`${start}/${end}`) ?? document.mentions.find(([from, to, who]) => who === person && from < end && to > start);
    const what = [nameOf(person), t(`part.${part}`), office].filter(Boolean).join(" · ");
    note(KINDS[part], start, end, what, mention?.[3] ?? "participant", { confidence: mention?.[4] });
  }
  const parts = new Map([...stop.hosts.map((one) => [one, HOST]), ...stop.companions.map((one) => [one, COMPANION]), ...stop.visitors.map((one) => [one, VISITOR])]);
  for (const [start, end, entity, rule, confidence, restored] of document.mentions) {
    const { kind } = entities[entity];
    if (restored) note("restored", start, end, `${nameOf(entity)} · ${t("restored")}`, rule, { confidence, name: nameOf(entity) });
    else if (entity === stop.entity || kind === "place") note("place", start, end, `${nameOf(entity)} · ${t("kind.place")}`, rule, { confidence, own: entity === stop.entity });
    else if (parts.has(entity)) note(KINDS[parts.get(entity)], start, end, `${nameOf(entity)} · ${t(`part.${parts.get(entity)}`)}`, rule, { confidence });
  }
  for (const [start, end, rule, from, to] of document.dates) note("date", start, end, `${daysOf(from, to) || t("date.vague")} · ${t("kind.date")}`, rule);
  const seen = new Set();
  return found
    .filter(({ kind, start, end }) => !seen.has(`${kind}/${start}/${end}`) && seen.add(`${kind}/${start}/${end}`))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** A stretch of text as nodes: cut wherever a finding begins or ends; the narrowest finding gives the mark. */
function marked(points, start, end, stop, found) {
  const [from, to] = stop.evidence;
  const inside = found.filter((one) => one.start < end && one.end > start);
  const cuts = [...new Set([start, end, from, to, ...inside.flatMap((one) => [one.start, one.end])])].filter((cut) => cut >= start && cut <= end).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((cut, index) => {
    const next = cuts[index + 1];
    const text = points.slice(cut, next).join("");
    const over = inside.filter((one) => one.start <= cut && one.end >= next).sort((a, b) => a.end - a.start - (b.end - b.start));
    const proof = cut >= from && next <= to;
    if (!over.length) return proof ? make("span", { class: "evidence" }, text) : text;
    const [one] = over;
    const words = `${one.what} — ${t("rule")} ${one.rule}${one.confidence === undefined ? "" : ` (${one.confidence})`}`;
    const name = one.kind === "restored" && one.end === next ? one.name : null;
    const show = (event) => tip.show(words, event.type === "focus" ? middleOf(event.target) : event);
    return make(
      "mark",
      { class: `${one.kind}${one.own ? " own" : ""}${proof ? " evidence" : ""}`, tabindex: proof ? "0" : null, "data-rule": one.rule, "data-name": name, "aria-describedby": proof ? "tip" : null, onpointerenter: show, onfocus: show, onpointerleave: tip.hide, onblur: tip.hide },
      text,
    );
  });
}

function middleOf(element) {
  const { left, bottom } = element.getBoundingClientRect();
  return { clientX: left - 10, clientY: bottom - 12 };
}

function showReader(visible) {
  const stop = chosenStop();
  const panel = byId("reader");
  panel.classList.toggle("open", stop !== null);
  if (stop) showStop(panel, stop, visible);
  else showTours(panel, visible);
}

const MOST_TOURS = 40;

/** Without a chosen stop: the tours, to choose from. */
function showTours(panel, visible) {
  const tours = [...grouped([...visible].sort((a, b) => (b.from ?? "").localeCompare(a.from ?? "") || a.index - b.index), ({ document }) => document)];
  const items = tours.slice(0, MOST_TOURS).map(([document, some]) => {
    const of = some.sort((a, b) => a.index - b.index);
    const days = [of.map(({ from }) => from).filter(Boolean).sort()[0], of.map(({ to }) => to).filter(Boolean).sort().at(-1)];
    return make(
      "li",
      {},
      make("a", { href: addressWith({ stop: of[0].id }), lang: document.language }, titleOf(document)),
      make("p", {}, [daysOf(...days) || t("undated"), namesOf([...new Set(of.flatMap(({ visitors }) => visitors))].slice(0, 4)), t("count.stops", { n: of.length })].filter(Boolean).join(" · ")),
    );
  });
  fill(
    panel,
    make("h2", {}, t("tours")),
    make("p", { class: "note" }, tours.length ? t("tours.note") : nothingLeft()),
    make("ol", { class: "tours" }, items),
    tours.length > MOST_TOURS && make("p", { class: "note" }, t("tours.more", { n: tours.length - MOST_TOURS })),
  );
}

function showStop(panel, stop, visible) {
  const { document } = stop;
  const of = document.stops.filter((one) => visible.includes(one));
  const at = of.indexOf(stop);
  const found = findings(stop);
  const points = Array.from(document.text);
  const address = safeAddress(document.url) ?? safeAddress(document.source);
  const step = (by, key) => {
    const to = of[at + by];
    return make("button", { type: "button", disabled: !to, onclick: () => to && change({ stop: to.id }) }, t(key));
  };
  const fact = (key, value) => value && [make("dt", {}, t(key)), make("dd", {}, value)];
  const basis = stop.from && stop.basis === "tour" ? ` (${t("basis.tour")})` : "";
  const legend = KINDS.filter((kind) => found.some((one) => one.kind === kind)).map((kind) => make("li", {}, make("mark", { class: kind }, t(`kind.${kind}`))));
  const head = make(
    "div",
    { class: "facts" },
    make(
      "div",
      { class: "bar" },
      make("p", { class: "crumb" }, at < 0 ? t("reader.outside") : t("reader.position", { at: at + 1, n: of.length })),
      make("div", { class: "tools" }, step(-1, "previous"), step(1, "next"), make("button", { type: "button", id: "close", onclick: () => change({ stop: null }) }, t("close"))),
    ),
    make("h2", { lang: document.language }, placeName(stop)),
    make(
      "dl",
      {},
      fact("where", liesIn(stop) || t("nowhere")),
      fact("when", stop.from ? daysOf(stop.from, stop.to) + basis : t("undated")),
      fact("who", namesOf(stop.visitors)),
      fact("with", namesOf(stop.companions)),
      fact("met", namesOf(stop.hosts.length ? stop.hosts : document.hosts)),
      fact("doing", t(`activity.${stop.activity}`)),
      fact("found", [make("code", {}, stop.rule), ` · ${t("confidence", { share: Math.round(stop.confidence * 100) })}`, stop.corrected && ` · ${t("corrected")}`].filter(Boolean)),
    ),
  );
  const from = [document.date, address && make("a", { href: address, rel: "noreferrer noopener" }, t("original")), !address && document.source].filter(Boolean);
  const body = make(
    "div",
    { class: "passage", tabindex: "0", role: "region", "aria-label": t("passage") },
    make("h3", { lang: document.language }, titleOf(document)),
    make("p", { class: "note" }, from.flatMap((part, index) => (index ? [" · ", part] : [part]))),
    make("ul", { class: "legend", "aria-label": t("legend") }, legend),
    make("div", { class: "text", lang: document.language }, document.paragraphs.map(([start, end, role]) => make("p", { class: role }, marked(points, start, end, stop, found)))),
    make("details", { class: "found" }, make("summary", {}, t("findings", { n: found.length })), findingsTable(points, found)),
  );
  fill(panel, head, body);
  const proof = body.querySelector(".evidence");
  const above = (element) => element.getBoundingClientRect().top;
  const scrolled = body.scrollHeight > body.clientHeight + 1 ? body : panel;
  if (proof && scrolled.scrollHeight > scrolled.clientHeight + 1) {
    scrolled.scrollTop = Math.max(0, above(proof) - above(scrolled) + scrolled.scrollTop - scrolled.clientHeight / 4);
  }
}

function findingsTable(points, found) {
  const heads = ["words", "what", "rule"].map((key) => make("th", { scope: "col" }, t(`finding.${key}`)));
  const rows = found.map((one) =>
    make("tr", {}, make("td", {}, points.slice(one.start, one.end).join("")), make("td", {}, one.what), make("td", {}, make("code", {}, one.rule))),
  );
  return make("table", {}, make("caption", { class: "unseen" }, t("findings", { n: found.length })), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows));
}
