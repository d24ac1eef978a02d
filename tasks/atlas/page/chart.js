// What the Vega charts share: drawing without eval, hover texts, resizing, and arrow keys for those who do not point.

const INK = "#22262b";
const FAINT = "#6b7280";
const BLUE = "#0072b2";
const RED = "#c2410c";
const FONT = '"Inter", "Segoe UI", system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const isPhone = () => matchMedia("(max-width: 760px)").matches;

/** A chart in `host` whose marks named `picked` can be chosen by pointer or keyboard; each of their data has `key` and `describe`. */
class Chart {
  constructor(host, picked, choose) {
    this.host = host;
    this.picked = picked;
    this.choose = choose;
    this.items = [];
    this.at = -1;
    host.addEventListener("keydown", (event) => this.onKey(event));
    host.addEventListener("blur", () => this.focusOn(-1));
    host.addEventListener("pointerleave", () => tip.hide());
  }

  async draw(spec) {
    const { view } = await vegaEmbed(this.host, spec, {
      mode: "vega",
      renderer: "svg",
      ast: true,
      actions: false,
      defaultStyle: false,
      config: { font: FONT, text: { font: FONT }, axis: { labelFont: FONT, titleFont: FONT } },
      tooltip: (_, event, __, value) => (value ? tip.show(String(value), event) : tip.hide()),
    });
    this.view?.finalize();
    this.view = view;
    view.addEventListener("click", (event, item) => {
      if (item?.mark?.name === this.picked && item.datum?.key) this.choose(item.datum);
    });
    return view;
  }

  /** Arrow keys go through the items in order, Enter chooses; every step is spoken. */
  onKey(event) {
    if (event.target !== this.host) return;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key in steps && this.items.length) {
      const start = this.at < 0 && steps[event.key] < 0 ? 0 : this.at;
      this.focusOn((start + steps[event.key] + this.items.length) % this.items.length);
      speak(this.items[this.at].describe);
    } else if (event.key === "Enter" && this.at >= 0) {
      this.choose(this.items[this.at]);
    } else if (event.key === "Escape") {
      this.focusOn(-1);
    } else {
      return;
    }
    event.preventDefault();
  }

  focusOn(index) {
    if (this.at === index) return;
    this.at = index;
    if (index >= 0) this.onFocus?.(this.items[index]);
    this.view?.signal("focused", this.items[index]?.key ?? null).runAsync();
  }
}

const focusedStroke = (otherwise) => [{ test: "datum.key === focused", value: INK }, otherwise];
