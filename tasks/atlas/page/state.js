// What is chosen and narrowed. The address holds all of it, so that a link shows the same page.

const KEYS = ["lang", "visitor", "person", "place", "theme", "since", "until", "q", "at", "stop", "dimension", "level"];
const NARROWING = ["visitor", "person", "place", "theme", "since", "until", "q", "at"];
let state = readAddress();

function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(KEYS.filter((key) => words.get(key)).map((key) => [key, words.get(key)]));
}

function addressOf(wanted) {
  const words = new URLSearchParams();
  for (const key of KEYS) if (wanted[key]) words.set(key, wanted[key]);
  return `#${words}`;
}

/** The address of this page with some of the state changed; null takes a value away. */
const addressWith = (changes) => addressOf({ ...state, ...changes });

/** Change the state: a step that the browser's back button takes back, unless `silent`. */
function change(changes, { silent = false } = {}) {
  const address = addressWith(changes);
  if (address === addressOf(state)) return;
  history[silent ? "replaceState" : "pushState"](null, "", address);
  state = readAddress();
  render();
}

addEventListener("popstate", () => {
  state = readAddress();
  render();
});
