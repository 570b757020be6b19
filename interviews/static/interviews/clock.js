// A clock for the round and one for the question that is asked now, against the time plan. It is kept in the browser,
// so that the page can be left; it starts when somebody says so.

const MINUTE = 60000;
const shown = (ms) => `${Math.floor(ms / MINUTE)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

export class Clock {
  constructor(form, key) {
    this.key = key;
    this.minutes = Number(form.dataset.minutes);
    this.round = form.querySelector("[data-clock=round]");
    this.question = form.querySelector("[data-clock=question]");
    this.button = form.querySelector("[data-act=clock]");
    this.plan = {};
    for (const each of form.querySelectorAll("[data-item]")) {
      const [starts, minutes] = each.dataset.at.split("+").map(Number);
      this.plan[each.id.replace("question-", "")] = { starts, minutes, lead: this.lead(each) };
    }
    this.state = this.read();
    this.button.addEventListener("click", () => this.toggle());
    form.querySelector(".clocks").hidden = false;
    setInterval(() => this.show(), 1000);
    this.show();
  }

  // A button in the question's line, and beside it how long it has been asked.
  lead(article) {
    const number = article.id.replace("question-", "");
    const button = document.createElement("button");
    [button.type, button.className, button.textContent] = ["button", "quiet", "Start"];
    button.setAttribute("aria-label", `Start question ${number}`);
    button.addEventListener("click", () => this.begin(number));
    const spent = document.createElement("span");
    spent.className = "spent";
    article.querySelector(".line").append(" ", button, " ", spent);
    return { button, spent };
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || {};
    } catch {
      return {};
    }
  }

  write(state) {
    this.state = state;
    try {
      if (state.started) localStorage.setItem(this.key, JSON.stringify({ ...state, at: Date.now() }));
      else localStorage.removeItem(this.key);
    } catch {
      // it runs on in this page
    }
    this.show();
  }

  forget() {
    this.write({});
  }

  toggle() {
    this.write(this.state.started ? {} : { started: Date.now(), spent: {} });
  }

  begin(number) {
    const at = Date.now();
    const state = this.state.started ? this.state : { started: at, spent: {} };
    const spent = { ...state.spent };
    if (state.current) spent[state.current] = (spent[state.current] || 0) + at - state.since;
    this.write({ started: state.started, spent, current: state.current === number ? null : number, since: at });
  }

  spent(number) {
    const before = this.state.spent?.[number] || 0;
    return this.state.current === number ? before + Date.now() - this.state.since : before;
  }

  show() {
    const { started, current } = this.state;
    this.button.textContent = started ? "Stop the clock" : "Start the clock";
    this.tell(this.round, started && Date.now() - started, this.minutes, "");
    const asked = this.plan[current];
    this.tell(this.question, asked && this.spent(current), asked?.minutes, `Question ${current}: `, this.drift(asked));
    for (const [number, { minutes, lead }] of Object.entries(this.plan)) {
      lead.button.textContent = number === current ? "Stop" : "Start";
      lead.button.setAttribute("aria-label", `${lead.button.textContent} question ${number}`);
      this.tell(lead.spent, started && this.spent(number), minutes, "");
    }
  }

  // Whole minutes behind the plan, when the question that is asked now was begun.
  drift(asked) {
    if (!asked) return "";
    const behind = Math.floor((this.state.since - this.state.started) / MINUTE) - asked.starts;
    return behind > 0 ? `, begun ${behind} min late` : "";
  }

  tell(at, ms, minutes, before, after = "") {
    at.textContent = ms ? `${before}${shown(ms)} of ${minutes}:00${after}` : "";
    at.classList.toggle("over", Boolean(ms) && ms > minutes * MINUTE);
  }
}
