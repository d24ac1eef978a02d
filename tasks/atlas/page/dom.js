// Making elements. Text only ever enters the page as text: `textContent` and attributes that hold no code.

const byId = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text, null and false are left out. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

const tip = {
  show(text, event) {
    const box = byId("tip");
    box.textContent = text;
    box.hidden = false;
    const { clientX = 0, clientY = 0 } = event;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(clientX + 14, innerWidth - width - 8))}px`;
    box.style.top = `${clientY + 18 + height > innerHeight ? Math.max(4, clientY - height - 10) : clientY + 18}px`;
  },
  hide() {
    byId("tip").hidden = true;
  },
};

/** Says a text to a screen reader. */
function speak(text) {
  byId("spoken").textContent = text;
}

/** The link of a source, if its address is one that a browser may open from a page that nobody vouches for. */
function safeAddress(address) {
  return /^https?:\/\//i.test(address ?? "") ? address : null;
}
