// Beside a submitted scorecard: what a page of this browser had typed into the draft and could not send any more.

import { Copies } from "./copies.js";

const box = document.getElementById("unsent");
const copies = new Copies(box.dataset.person, box.dataset.interview);
const stored = document.getElementById("main").textContent;

for (const { key, mine } of copies.others()) {
  const texts = Object.values(mine).filter((text) => text.trim().length > 1 && /\s|\w{3}/.test(text) && !stored.includes(text.trim()));
  const lost = Object.entries(mine).filter(([name, text]) => /^(evidence|reason|why|note)-/.test(name) && texts.includes(text));
  if (!lost.length) {
    copies.forget(key);
    continue;
  }
  box.hidden = false;
  box.className = "fault";
  const head = document.createElement("p");
  head.textContent = "Typed in this browser, and not in what is submitted. It is kept for a day; amend the scorecard if it belongs there.";
  box.append(head);
  for (const [, text] of lost) {
    const quote = document.createElement("blockquote");
    quote.textContent = text;
    box.append(quote);
  }
  const drop = document.createElement("button");
  [drop.type, drop.className, drop.textContent] = ["button", "quiet", "Forget it"];
  drop.addEventListener("click", () => {
    copies.forget(key);
    box.hidden = true;
  });
  box.append(drop);
}
