// What a page can't do by itself: print, open what is folded before printing, guess a time zone, sweep what is kept of yesterday.
for (const button of document.querySelectorAll("[data-act=print]")) button.addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
const zone = document.querySelector("[data-guess=time-zone]");
if (zone && !zone.value) zone.placeholder = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

// What pages keep in the browser of what is typed goes after a day, whoever is signed in.
try {
  for (const key of Object.keys(localStorage))
    if (/^hk-/.test(key) && !(JSON.parse(localStorage.getItem(key)).at > Date.now() - 86400000)) localStorage.removeItem(key);
} catch {
  // the browser keeps nothing
}
